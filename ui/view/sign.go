package view

import (
	"context"
	"errors"
	"slices"
	"time"

	"yunban/app"
	"yunban/model"
)

// SignatureAreas are the words of the places to sign on a paper, the last one first.
func (r *Request) SignatureAreas(kind model.DocumentKind) []string {
	doc, err := r.desk.Compose(r.Dossier, kind)
	if err != nil {
		return nil
	}
	var areas []string
	for _, b := range slices.Backward(doc.Blocks) {
		if box, ok := b.(model.OpinionBox); ok && box.Title != "" && !slices.Contains(areas, box.Title) {
			areas = append(areas, box.Title)
		}
	}
	return areas
}

// SignForm is a signature as it is being prepared.
type SignForm struct {
	Key      []byte
	Password string
	Reason   string
	After    string // the words of the signature area
	Page     int
	Domestic bool
}

func (f SignForm) signing() app.PaperSigning {
	return app.PaperSigning{Key: f.Key, Password: f.Password, Reason: f.Reason, Domestic: f.Domestic,
		Place: model.SignaturePlace{Page: f.Page, After: f.After}}
}

// Certificate opens the certificate, to show whose it is; what is wrong with it is said at its field.
func (f SignForm) Certificate(desk *app.Desk) (model.Certificate, error) {
	c, err := desk.SigningCertificate(f.Key, f.Password)
	if err != nil {
		return c, signProblem(err)
	}
	return c, usableAt(c, desk.Clock())
}

// usableAt says before the signing what the signing would say: a certificate signs only while it is valid.
func usableAt(c model.Certificate, now time.Time) error {
	switch {
	case now.After(c.Until):
		return problemAt("key", "error.certificate_expired", map[string]string{"name": c.Name, "date": Day(c.Until)})
	case now.Before(c.From):
		return problemAt("key", "error.certificate_early", map[string]string{"name": c.Name, "date": Day(c.From)})
	}
	return nil
}

// Sign signs a paper of the request; the signed file is kept and recorded.
func (r *Request) Sign(ctx context.Context, paper model.File, f SignForm) (model.File, error) {
	file, err := r.desk.SignPaper(ctx, r.ID(), paper, f.signing())
	return file, signProblem(err)
}

// signProblem puts a refusal at the field it is about.
func signProblem(err error) error {
	var e *model.Error
	if errors.As(err, &e) && signFields[e.Key] != "" {
		return problemAt(signFields[e.Key], e.Key, e.Args)
	}
	return err
}

func problemAt(field, key string, args map[string]string) error {
	return model.InvalidInput([]model.Problem{{Field: field, Key: key, Args: args}})
}

// AsksPassword reports whether a certificate only lacks its password.
func AsksPassword(err error) bool {
	var e *model.Error
	return errors.As(err, &e) && slices.ContainsFunc(e.Problems, func(p model.Problem) bool { return p.Key == "error.p12_password" })
}

// signFields says at which field of the form a refusal belongs.
var signFields = map[string]string{"error.p12_password": "password", "error.p12_broken": "key", "error.p12_no_key": "key",
	"error.p12_no_certificate": "key", "error.p12_mismatch": "key", "error.certificate_expired": "key", "error.certificate_early": "key",
	"error.certificate_usage": "key", "error.no_page": "page", "error.off_page": "page", "error.sm2_not_agreed": "domestic"}
