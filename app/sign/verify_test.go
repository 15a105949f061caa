package sign_test

import (
	"bytes"
	"context"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/smx509"

	"yunban/model"
)

var rangeEntry = regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+)`)

// detached takes a file's last signature apart: its message, and what it speaks for.
func detached(t testing.TB, pdf []byte) (message, content []byte) {
	t.Helper()
	all := rangeEntry.FindAllSubmatch(pdf, -1)
	if len(all) == 0 {
		t.Fatal("no signature")
	}
	var n [3]int
	for i := range n {
		n[i] = must(strconv.Atoi(string(all[len(all)-1][i+1])))
	}
	raw := must(hex.DecodeString(string(pdf[n[0]+1 : n[1]-1])))
	var whole asn1.RawValue
	must(asn1.Unmarshal(raw, &whole))
	return whole.FullBytes, append(bytes.Clone(pdf[:n[0]]), pdf[n[1]:n[1]+n[2]]...)
}

// nss makes a database of pdfsig's that trusts the test's root.
func nss(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	run(t, 0, "certutil", "-N", "-d", "sql:"+dir, "--empty-password")
	run(t, 0, "certutil", "-A", "-d", "sql:"+dir, "-n", "root", "-t", "CT,C,C", "-i", write(t, "root.pem", person(t, "root").pem()))
	return dir
}

func TestPdfsig(t *testing.T) {
	dir := nss(t)
	pdf := signed(t, signed(t, paper(), "rsa"), "p256")
	pdfsig := func(t *testing.T, pdf []byte) string {
		t.Helper()
		return run(t, 0, "pdfsig", "-nssdir", "sql:"+dir, write(t, "signed.pdf", pdf))
	}
	t.Run("pdfsig finds two stacked signatures valid and trusted", func(t *testing.T) {
		out := pdfsig(t, pdf)
		if strings.Count(out, "Signature is Valid") != 2 || strings.Count(out, "Certificate is Trusted") != 2 || !strings.Contains(out, "Total document signed") {
			t.Error(out)
		}
	})
	t.Run("both find one changed byte", func(t *testing.T) {
		bad := bytes.Replace(pdf, []byte("First page"), []byte("First pagE"), 1)
		if out := pdfsig(t, bad); !strings.Contains(out, "Digest Mismatch") || strings.Contains(out, "Signature is Valid") {
			t.Error(out)
		}
		for _, s := range verify(t, bad) {
			if s.Intact || s.Problem != "signature.altered" || s.Good() {
				t.Errorf("%+v", s)
			}
		}
	})
	t.Run("both find bytes at the end", func(t *testing.T) {
		bad := append(bytes.Clone(pdf), "% more\n"...)
		if out := pdfsig(t, bad); strings.Contains(out, "Total document signed\n") && !strings.Contains(out, "Not total document signed") {
			t.Error(out)
		}
		for _, s := range verify(t, bad) {
			if !s.Intact || s.Coverage != model.CoversPart || s.Good() {
				t.Errorf("%+v", s)
			}
		}
	})
}

// appendUpdate appends an update that replaces objects, as an editor would.
func appendUpdate(pdf []byte, root string, objects map[int]string) []byte {
	out := bytes.Clone(pdf)
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	prev := strings.Fields(string(pdf[at:]))[1]
	var table bytes.Buffer
	for num, o := range objects {
		fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", num, len(out))
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", num, o)
	}
	start := len(out)
	return fmt.Appendf(out, "xref\n%strailer\n<</Size 40 /Root %s /Prev %s>>\nstartxref\n%d\n%%%%EOF\n", table.String(), root, prev, start)
}

func TestChangedAfterSigning(t *testing.T) {
	pdf := signed(t, paper(), "rsa")
	const text = "BT /F1 12 Tf 72 700 Td (Another) Tj ET"
	stream := fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(text), text)
	for name, bad := range map[string][]byte{
		"the words of a page":                appendUpdate(pdf, "1 0 R", map[int]string{5: stream}),
		"a page":                             appendUpdate(pdf, "1 0 R", map[int]string{4: "<</Type /Page /Parent 2 0 R /Contents 30 0 R>>", 30: stream}),
		"the list of pages":                  appendUpdate(pdf, "1 0 R", map[int]string{2: "<</Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 595 842]>>"}),
		"the catalogue":                      appendUpdate(pdf, "30 0 R", map[int]string{30: "<</Type /Catalog /Pages 2 0 R>>"}),
		"a note on a page":                   appendUpdate(pdf, "1 0 R", map[int]string{4: "<</Type /Page /Parent 2 0 R /Contents 5 0 R /Annots [30 0 R]>>", 30: "<</Type /Annot /Subtype /FreeText /Rect [0 0 99 99]>>"}),
		"a field that is no signature":       appendUpdate(pdf, "1 0 R", map[int]string{4: "<</Type /Page /Parent 2 0 R /Contents 5 0 R /Annots [30 0 R]>>", 30: "<</Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 99 99]>>"}),
		"something not of the file's at all": append(bytes.Clone(pdf), "startxref\n9\n%%EOF\n"...),
	} {
		t.Run(name+" changed after signing is told", func(t *testing.T) {
			roots := person(t, "root").pem()
			told, err := signer.Verify(context.Background(), bad, roots, at)
			if err != nil { // a file that cannot be read any more is refused
				if model.KindOf(err) != model.Invalid {
					t.Error(err)
				}
				return
			}
			for _, s := range told {
				if s.Good() || !s.Intact || s.Coverage != model.CoversPart {
					t.Errorf("%+v", s)
				}
			}
		})
	}
	t.Run("a signature over a change does not heal the ones before", func(t *testing.T) {
		told := verify(t, signed(t, appendUpdate(pdf, "1 0 R", map[int]string{5: stream}), "p256"))
		if len(told) != 2 || told[0].Good() || told[0].Coverage != model.CoversPart || !told[1].Good() {
			t.Errorf("%+v", told)
		}
	})
	t.Run("a range that leaves out more than the signature itself is told", func(t *testing.T) {
		n := rangeEntry.FindSubmatch(pdf)
		wrong := bytes.Replace(pdf, n[2], []byte(strconv.Itoa(must(strconv.Atoi(string(n[2])))+1)), 1)
		if told := verify(t, wrong); len(told) != 1 || told[0].Coverage != model.CoversOther || told[0].Good() || told[0].Problem != "signature.range" {
			t.Errorf("%+v", told)
		}
	})
}

func TestTrust(t *testing.T) {
	tell := func(t *testing.T, by string, roots []byte) model.Signature {
		t.Helper()
		told, err := signer.Verify(context.Background(), signed(t, paper(), by), roots, at.AddDate(3, 0, 0))
		if err != nil || len(told) != 1 {
			t.Fatal(told, err)
		}
		return told[0]
	}
	t.Run("a certificate that leads to no root of the list is not trusted", func(t *testing.T) {
		if s := tell(t, "rsa", person(t, "sm2 root").pem()); s.Trust != model.Untrusted || !s.Intact || s.Good() {
			t.Errorf("%+v", s)
		}
	})
	t.Run("nobody is trusted without a list", func(t *testing.T) {
		if s := tell(t, "alone", nil); s.Trust != model.Untrusted {
			t.Errorf("%+v", s)
		}
	})
	t.Run("a certificate that has expired since is told, and what it signed in time stays signed", func(t *testing.T) {
		if s := tell(t, "rsa", person(t, "root").pem()); s.Trust != model.Trusted || !s.Lapsed || !s.Good() {
			t.Errorf("%+v", s)
		}
	})
}

func TestSM2(t *testing.T) {
	pdf := signed(t, paper(), "sm2")
	message, content := detached(t, pdf)
	t.Run("an SM2 message is one of GB/T 35275 that gmsm's own reader verifies", func(t *testing.T) {
		p7, err := pkcs7.Parse(message)
		if err != nil {
			t.Fatal(err)
		}
		roots := smx509.NewCertPool()
		roots.AddCert(person(t, "sm2 root").certificate)
		p7.Content = content
		if err := p7.VerifyWithChainAtTime(roots, &at); err != nil {
			t.Error(err)
		}
		p7.Content = append(bytes.Clone(content), '!')
		if err := p7.VerifyWithChainAtTime(roots, &at); err == nil {
			t.Error("another content was verified too")
		}
	})
	t.Run("SM2 is signed with only when it is agreed to", func(t *testing.T) {
		as := signing()
		as.Domestic = false
		_, _, err := signer.Sign(context.Background(), paper(), person(t, "sm2").pemPair(), "", as)
		said(t, err, "error.sm2_not_agreed")
	})
}

// said checks what an error says.
func said(t *testing.T, err error, key string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Key != key {
		t.Errorf("%v, not %s", err, key)
	}
}

func TestHostileFiles(t *testing.T) {
	pdf := signed(t, paper(), "rsa")
	locked := filepath.Join(t.TempDir(), "locked.pdf")
	run(t, 0, "qpdf", "--encrypt", "a", "b", "256", "--", write(t, "plain.pdf", paper()), locked)
	for _, c := range []struct {
		name string
		pdf  []byte
		key  string
	}{
		{"an empty file", nil, "error.not_pdf"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n"), "error.not_pdf"},
		{"a PDF that was cut off", pdf[:len(pdf)/3], "error.pdf_broken"},
		{"an encrypted PDF", must(os.ReadFile(locked)), "error.pdf_encrypted"},
	} {
		t.Run(c.name+" is refused with its reason", func(t *testing.T) {
			_, err := signer.Verify(context.Background(), c.pdf, nil, at)
			said(t, err, c.key)
			_, _, err = signer.Sign(context.Background(), c.pdf, person(t, "p256").pemPair(), "", signing())
			said(t, err, c.key)
		})
	}
	t.Run("a PDF cut off anywhere is refused or told, and never good", func(t *testing.T) {
		for n := 0; n < len(pdf); n += 37 {
			told, err := signer.Verify(context.Background(), pdf[:n], person(t, "root").pem(), at)
			if err == nil && len(told) > 0 && told[0].Good() {
				t.Fatalf("good with %d of %d bytes", n, len(pdf))
			}
		}
	})
	t.Run("one wrong byte in what is signed is never good", func(t *testing.T) {
		for n := 0; n < len(pdf); n += 11 {
			bad := bytes.Clone(pdf)
			bad[n] ^= 0x55
			told, err := signer.Verify(context.Background(), bad, person(t, "root").pem(), at)
			if err == nil && len(told) > 0 && told[0].Good() && !inMessage(pdf, n) {
				t.Fatalf("good with byte %d of %d wrong", n, len(pdf))
			}
		}
	})
}

// inMessage reports whether a byte stands in the message, which holds more than what it proves.
func inMessage(pdf []byte, at int) bool {
	n := rangeEntry.FindSubmatch(pdf)
	return at >= must(strconv.Atoi(string(n[1]))) && at < must(strconv.Atoi(string(n[2])))
}

func FuzzVerify(f *testing.F) {
	pdf := signed(f, signed(f, paper(), "p256"), "sm2")
	f.Add(pdf)
	f.Add(paper())
	f.Add(pdf[:len(pdf)/2])
	f.Add([]byte("%PDF-1.5\n1 0 obj<</Type/XRef/W[1 1 1]/Size 1/Length 3/Root 1 0 R>>stream\n\x01\x09\x00\nendstream endobj startxref\n9\n%%EOF"))
	roots := person(f, "root").pem()
	f.Fuzz(func(t *testing.T, data []byte) {
		told, err := signer.Verify(context.Background(), data, roots, at)
		if err != nil && model.KindOf(err) != model.Invalid {
			t.Fatal(err)
		}
		for _, s := range told {
			if s.Good() && !bytes.HasPrefix(data, pdf[:len(paper())]) {
				t.Fatal("a forged file is good")
			}
		}
	})
}

func FuzzSign(f *testing.F) {
	f.Add(paper())
	f.Add(signed(f, paper(), "p256"))
	key := person(f, "p256").pemPair()
	roots := person(f, "root").pem()
	f.Fuzz(func(t *testing.T, data []byte) {
		out, _, err := signer.Sign(context.Background(), data, key, "", signing())
		if err != nil {
			return
		}
		told, err := signer.Verify(context.Background(), out, roots, at)
		if err != nil || len(told) == 0 {
			t.Fatalf("what was signed cannot be verified: %v", err)
		}
		if last := told[len(told)-1]; !last.Good() || last.Coverage != model.CoversWhole {
			t.Fatalf("%+v", last)
		}
	})
}
