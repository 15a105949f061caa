package model

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"strings"
)

// PaperCode is what the QR code of an issued paper says, and what stands beside it for reading aloud: whose paper it
// is, which one, and a check of its words. With it a sheet that comes back signed finds its request, and a sheet whose
// words were changed is found out: the check is also kept in the event that issued it.
type PaperCode struct {
	Number string       // of the request or record, such as PJ-SQ-2026-0001
	Kind   DocumentKind // which paper
	Check  string       // CheckOf its words
}

// paperCodeMark begins every code, with its version, so that other codes on a sheet are told apart.
const paperCodeMark = "YB1"

// CheckOf is a check of a document's words: ten characters, none of which can be mistaken for another.
func CheckOf(d Document) (string, error) {
	d.Code = PaperCode{}
	data, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("check of %s: %w", d.Kind, err)
	}
	sum := sha256.Sum256(data)
	return base32.StdEncoding.EncodeToString(sum[:])[:10], nil // A–Z and 2–7: no 0, 1, 8 or 9
}

// String writes the code with the characters that a QR code packs closest: YB1:PJ-SQ-2026-0001:NOT.ACCEPTED:7K2M4QX2AB.
func (c PaperCode) String() string {
	if c == (PaperCode{}) {
		return ""
	}
	kind := strings.ToUpper(strings.ReplaceAll(string(c.Kind), "_", "."))
	return strings.Join([]string{paperCodeMark, c.Number, kind, c.Check}, ":")
}

// ParsePaperCode reads a code again; ok is false for a code that is not one of ours.
func ParsePaperCode(s string) (c PaperCode, ok bool) {
	parts := strings.Split(s, ":")
	if len(parts) != 4 || parts[0] != paperCodeMark || parts[1] == "" || parts[2] == "" || len(parts[3]) != 10 {
		return PaperCode{}, false
	}
	kind := strings.ToLower(strings.ReplaceAll(parts[2], ".", "_"))
	return PaperCode{Number: parts[1], Kind: DocumentKind(kind), Check: parts[3]}, true
}
