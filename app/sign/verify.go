package sign

import (
	"bytes"
	"context"
	"encoding/pem"
	"slices"
	"strings"
	"time"

	"github.com/emmansun/gmsm/smx509"

	"yunban/model"
)

// found is a signature as it stands in a file.
type found struct {
	field    ref
	dict     dict
	contents text
	parts    [4]int // what it speaks for: offset and length, twice
	whole    bool   // parts is all of the file up to its end, but for the contents
	end      int
	name     string
}

// Verify checks every signature of a PDF, the oldest first; none is no error. Roots is the trust list in PEM, now the
// present time. What is not a PDF, is encrypted or broken is an error that says so.
func (s Signer) Verify(ctx context.Context, pdf, roots []byte, now time.Time) ([]model.Signature, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	trust := smx509.NewCertPool()
	trust.AppendCertsFromPEM(roots)
	all := f.signatures()
	var told []model.Signature
	for _, one := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		told = append(told, f.judge(one, trust, now))
	}
	for i := len(told) - 2; i >= 0; i-- { // what was added after a later signature was added after this one too
		if told[i].Coverage == model.CoversSigned && told[i+1].Coverage == model.CoversPart {
			told[i].Coverage = model.CoversPart
		}
	}
	return told, nil
}

// OnlySigned reports whether a file holds nothing but signatures beyond its first bytes, which were a file before.
func (s Signer) OnlySigned(pdf []byte, first int64) bool {
	if first < 0 || first > int64(len(pdf)) {
		return false
	}
	then, err := open(pdf[:first])
	if err != nil {
		return false
	}
	now, err := open(pdf)
	return err == nil && (first == int64(len(pdf)) || then.start != now.start && onlySigned(then, now))
}

// Roots reads a trust list in PEM or one certificate in DER; each must be a certificate.
func (s Signer) Roots(data []byte) ([]model.Certificate, []byte, error) {
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		data = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: data})
	}
	var all []model.Certificate
	var clean []byte
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		c, err := smx509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, nil, model.Wrap(model.Invalid, err, "error.not_certificate")
		}
		all = append(all, describe(c))
		clean = append(clean, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: block.Bytes})...)
	}
	if len(all) == 0 {
		return nil, nil, model.Errorf(model.Invalid, "error.not_certificate")
	}
	return all, clean, nil
}

// signatures finds the signed fields of a file, in the order of signing.
func (f *file) signatures() []found {
	var all []found
	seen := map[ref]bool{}
	var walk func(list array, kind any, depth int)
	walk = func(list array, kind any, depth int) {
		for _, v := range list {
			r, ok := v.(ref)
			if !ok || seen[r] || depth > maxDepth {
				continue
			}
			seen[r] = true
			d := f.dict(r)
			own := kind
			if d["FT"] != nil {
				own = f.get(d["FT"])
			}
			if own == name("Sig") && d["V"] != nil {
				all = append(all, f.signature(r, d))
			}
			walk(f.array(d["Kids"]), own, depth+1)
		}
	}
	walk(f.array(f.dict(f.catalog()["AcroForm"])["Fields"]), nil, 0)
	slices.SortStableFunc(all, func(a, b found) int { return a.end - b.end })
	return all
}

// signature reads one signed field. It speaks for the file only when the gap in its range is its own contents:
// otherwise something could hide there.
func (f *file) signature(r ref, field dict) found {
	s := found{field: r, dict: f.dict(field["V"])}
	if t, ok := f.get(field["T"]).(text); ok {
		s.name = unwords(t)
	}
	s.contents, _ = s.dict["Contents"].(text)
	holder, indirect := field["V"].(ref)
	if !indirect {
		holder = r
	}
	numbers := f.array(s.dict["ByteRange"])
	if len(numbers) != len(s.parts) || f.table[holder.num].pack > 0 {
		return s
	}
	for i := range s.parts {
		s.parts[i] = toInt(f.get(numbers[i]))
	}
	p := s.parts
	s.whole = p[0] == 0 && p[1] == s.contents.from && p[2] == s.contents.to && p[3] > 0 && p[3] <= len(f.data)-p[2]
	if s.whole {
		s.end = p[2] + p[3]
	}
	return s
}

func (f *file) judge(s found, trust *smx509.CertPool, now time.Time) model.Signature {
	told := model.Signature{Field: s.name, Trust: model.Untrusted, Coverage: model.CoversOther}
	if t, ok := f.get(s.dict["M"]).(text); ok {
		told.At = readTime(unwords(t))
	}
	if t, ok := f.get(s.dict["Reason"]).(text); ok {
		told.Reason = strings.ToValidUTF8(unwords(t), "�")
	}
	if !s.whole {
		told.Problem = "signature.range"
		return told
	}
	told.Coverage = f.coverage(s)
	if kind, _ := f.get(s.dict["SubFilter"]).(name); kind != "ETSI.CAdES.detached" && kind != "adbe.pkcs7.detached" {
		told.Problem = "signature.format"
		return told
	}
	m, problem := readMessage(s.contents.bytes)
	if problem != "" {
		told.Problem = problem
		return told
	}
	told.Certificate = describe(m.signer)
	told.Algorithm = m.algorithm()
	told.Lapsed = now.After(m.signer.NotAfter)
	told.Problem = m.check(f.data[:s.parts[1]], f.data[s.parts[2]:s.end])
	told.Intact = told.Problem == ""
	told.Trust = m.trust(trust, told.At, now)
	return told
}

// coverage compares the file as it was signed with the file as it is.
func (f *file) coverage(s found) model.Coverage {
	if s.end == len(f.data) {
		return model.CoversWhole
	}
	then, err := open(f.data[:s.end])
	if err != nil || then.start == f.start || !onlySigned(then, f) {
		return model.CoversPart
	}
	return model.CoversSigned
}
