package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// Signer signs PDF files and checks their signatures.
type Signer interface {
	// Certificate opens a certificate with its key, to show whose it is before signing.
	Certificate(key []byte, password string) (model.Certificate, error)
	// Sign appends a signature. What is wrong with the key, its password or the file is said.
	Sign(ctx context.Context, pdf, key []byte, password string, as model.Signing) ([]byte, model.Certificate, error)
	// Verify tells every signature of a file, the oldest first. Roots is the trust list in PEM.
	Verify(ctx context.Context, pdf, roots []byte, now time.Time) ([]model.Signature, error)
	// OnlySigned reports whether a file holds nothing but signatures beyond its first bytes, which were a file before.
	OnlySigned(pdf []byte, first int64) bool
	// Roots reads the certificates of a trust list, and writes them in PEM.
	Roots(data []byte) ([]model.Certificate, []byte, error)
}

// SignedPaperRole marks the files that are signed papers.
const SignedPaperRole = "signed_paper"

// What the event of a signed paper says besides the paper's kind and turn.
const (
	signedBy     = "signer"      // the certificate's name
	signedSerial = "certificate" // and its serial number
	signedBase   = "signed_file" // the hash of what was signed
)

// maxSigned is the largest file that is signed or checked, in bytes.
const maxSigned = 64 << 20

// PaperSigning is how somebody wants to sign. Neither key nor password is kept or logged.
type PaperSigning struct {
	Key      []byte // a PKCS#12 file, a CFCA .sm2 file or PEM
	Password string
	Reason   string
	Place    model.SignaturePlace
	Domestic bool // agrees to SM2, which only domestic readers can check
}

// SigningCertificate opens a certificate with its key, to show whose it is before signing.
func (d *Desk) SigningCertificate(key []byte, password string) (model.Certificate, error) {
	return d.Signer.Certificate(key, password)
}

// SignPaper signs a paper of a request, issued or signed before. The signed file is kept and recorded before anybody
// sees it. Of two people who sign the same file at once, the second signs what the first has signed.
func (d *Desk) SignPaper(ctx context.Context, request string, paper model.File, s PaperSigning) (model.File, error) {
	file, err := d.Dossier(ctx, request)
	if err != nil {
		return model.File{}, err
	}
	from, kept := paperEvent(file.History, paper.Hash)
	if !kept {
		return model.File{}, model.Errorf(model.NotFound, "error.no_paper", "paper", paper.Name)
	}
	pdf, err := d.readKept(from.Files[0])
	if err != nil {
		return model.File{}, err
	}
	signed, c, err := d.sign(ctx, pdf, s)
	if err != nil {
		return model.File{}, err
	}
	return d.recordSigned(ctx, from, paper.Hash, signed, c)
}

// SignPDF signs a file that a person brings. When it is an issued paper of the office, with or without signatures,
// the signed file is kept and recorded: recorded is then set.
func (d *Desk) SignPDF(ctx context.Context, pdf []byte, s PaperSigning) (signed []byte, recorded *model.File, err error) {
	paper, whole, err := d.GenuinePaper(ctx, pdf)
	ours := err == nil && (whole || d.Signer.OnlySigned(pdf, paper.File.Size))
	if err != nil && model.KindOf(err) != model.NotFound {
		return nil, nil, err
	}
	signed, c, err := d.sign(ctx, pdf, s)
	if err != nil || !ours {
		return signed, nil, err
	}
	history, err := d.Store.Events(ctx, paper.About)
	if err != nil {
		return nil, nil, err
	}
	from, _ := paperEvent(history, paper.File.Hash)
	sum := sha256.Sum256(pdf)
	file, err := d.recordSigned(ctx, from, hex.EncodeToString(sum[:]), signed, c)
	if err != nil {
		return nil, nil, err
	}
	return signed, &file, nil
}

// sign signs at the office's present time, with a visible signature in words.
func (d *Desk) sign(ctx context.Context, pdf []byte, s PaperSigning) ([]byte, model.Certificate, error) {
	return d.Signer.Sign(ctx, pdf, s.Key, s.Password, s.At(d.Clock()))
}

// At is the signing at a time, with a visible signature that says who, when and by which certificate.
func (s PaperSigning) At(now time.Time) model.Signing {
	as := model.Signing{At: now.In(workday.Shanghai), Reason: s.Reason, Place: s.Place, Domestic: s.Domestic}
	as.Lines = func(c model.Certificate) []string {
		lines := []string{"电子签名：" + c.Name, "时间：" + as.At.Format("2006-01-02 15:04:05 -07:00")}
		if c.Domestic {
			lines[1] += "　国密 SM2，仅国产阅读软件可验证"
		}
		if as.Reason != "" {
			lines = append(lines, "事由："+as.Reason)
		}
		return append(lines, "证书："+c.Subject)
	}
	return as
}

// paperEvent finds the event that issued, or signed, a file.
func paperEvent(history []model.Event, hash string) (model.Event, bool) {
	for _, e := range eventsOf(history, model.Issue, model.Sign) {
		if len(e.Files) > 0 && e.Files[0].Hash == hash {
			return e, true
		}
	}
	return model.Event{}, false
}

func (d *Desk) readKept(f model.File) ([]byte, error) {
	r, err := d.Files.Open(f.Hash)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// recordSigned keeps a signed file and records it beside the paper it was made from.
func (d *Desk) recordSigned(ctx context.Context, from model.Event, base string, signed []byte, c model.Certificate) (model.File, error) {
	hash, size, err := d.Files.Keep(ctx, bytes.NewReader(signed), maxSigned)
	if err != nil {
		return model.File{}, err
	}
	id, err := newID()
	if err != nil {
		return model.File{}, err
	}
	e, err := d.Store.Change(ctx, from.Subject, func(ctx context.Context, past []model.Event) (model.Event, error) {
		for _, e := range eventsOf(past, model.Sign) {
			if e.Values[signedBase] == base { // the same file twice would leave two papers with one signature each
				return model.Event{}, model.Errorf(model.Conflict, "error.signed_meanwhile", "who", e.ActorName)
			}
		}
		now := d.Clock()
		values := model.Values{issuedPaper: from.Values[issuedPaper], issuedTurn: from.Values[issuedTurn],
			signedBy: c.Name, signedSerial: c.Serial, signedBase: base}
		return model.Event{ID: id, Subject: from.Subject, Actor: d.Person.ID, ActorName: d.Person.Name, ActorUnit: d.Unit.Name, Device: d.Device,
			Claimed: now, At: now, Action: model.Sign, Values: values,
			Files: []model.File{{Role: SignedPaperRole, Name: from.Files[0].Name, Size: size, Hash: hash}}}, nil
	})
	if err != nil {
		return model.File{}, err
	}
	return e.Files[0], nil
}

// Standing is what a file is to the office.
type Standing string

// The standings.
const (
	StandingGenuine Standing = "genuine" // an issued paper, byte for byte
	StandingSigned  Standing = "signed"  // an issued paper to which nothing but signatures were added
	StandingChanged Standing = "changed" // an issued paper to which something else was added
	StandingUnknown Standing = "unknown" // no paper of this office
)

// Verdict is what can be said of a PDF.
type Verdict struct {
	Signatures []model.Signature
	Standing   Standing
	Paper      *IssuedPaper // which paper it is; nil when it is none of the office's
}

// Good reports whether all signatures stand and the paper, if it is one of ours, was not changed.
func (v Verdict) Good() bool {
	return v.Standing != StandingChanged && !slices.ContainsFunc(v.Signatures, func(s model.Signature) bool { return !s.Good() })
}

// VerifyPDF tells the signatures of a PDF and whether it is an issued paper. More roots, in PEM, are trusted besides
// the office's own list.
func (d *Desk) VerifyPDF(ctx context.Context, r io.Reader, more []byte) (Verdict, error) {
	pdf, err := ReadPDF(r)
	if err != nil {
		return Verdict{}, err
	}
	v := Verdict{Standing: StandingUnknown}
	if v.Signatures, err = d.VerifySignatures(ctx, pdf, more); err != nil {
		return Verdict{}, err
	}
	paper, whole, err := d.GenuinePaper(ctx, pdf)
	switch {
	case model.KindOf(err) == model.NotFound && err != nil:
		return v, nil
	case err != nil:
		return Verdict{}, err
	case whole:
		v.Standing = StandingGenuine
	case d.Signer.OnlySigned(pdf, paper.File.Size):
		v.Standing = StandingSigned
	default:
		v.Standing = StandingChanged
	}
	v.Paper = &paper
	return v, nil
}

// VerifySignatures tells the signatures of a PDF by the office's trust list, and more roots in PEM.
func (o *Office) VerifySignatures(ctx context.Context, pdf, more []byte) ([]model.Signature, error) {
	roots, err := o.trusted(ctx)
	if err != nil {
		return nil, err
	}
	return o.Signer.Verify(ctx, pdf, slices.Concat(roots, []byte("\n"), more), o.Clock())
}

// ReadPDF reads a file that is to be signed or checked; one that is too big is refused.
func ReadPDF(r io.Reader) ([]byte, error) {
	pdf, err := io.ReadAll(io.LimitReader(r, maxSigned+1))
	switch {
	case err != nil:
		return nil, model.Wrap(model.Invalid, err, "error.pdf_broken")
	case len(pdf) > maxSigned:
		return nil, model.Errorf(model.Invalid, "error.pdf_too_big", "max", "64")
	}
	return pdf, nil
}
