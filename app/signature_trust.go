package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"yunban/model"
)

// TrustRoot is a certificate authority whose certificates the office trusts.
type TrustRoot struct {
	ID          string            `json:"id"`
	Certificate model.Certificate `json:"certificate"`
}

// The values of a trusted authority's record.
const (
	trustPEM     = "pem"
	trustRevoked = "revoked"
)

// TrustRoots lists the authorities that the office trusts.
func (o *Office) TrustRoots(ctx context.Context) ([]TrustRoot, error) {
	records, err := o.Store.Records(ctx, model.TrustSubject)
	if err != nil {
		return nil, err
	}
	var all []TrustRoot
	for _, r := range records {
		if r.Values[trustRevoked] == model.True {
			continue
		}
		read, _, err := o.Signer.Roots([]byte(r.Values[trustPEM]))
		if err != nil {
			return nil, err
		}
		all = append(all, TrustRoot{r.Subject.ID, read[0]})
	}
	return all, nil
}

// trusted is the trust list in PEM.
func (o *Office) trusted(ctx context.Context) ([]byte, error) {
	records, err := o.Store.Records(ctx, model.TrustSubject)
	if err != nil {
		return nil, err
	}
	var list strings.Builder
	for _, r := range records {
		if r.Values[trustRevoked] != model.True {
			list.WriteString(r.Values[trustPEM] + "\n")
		}
	}
	return []byte(list.String()), nil
}

// AddTrustRoot adds the certificates of a file, in PEM or DER, to the trust list; an administrator's act.
func (d *Desk) AddTrustRoot(ctx context.Context, data []byte) ([]TrustRoot, error) {
	if err := d.mayAdminister(); err != nil {
		return nil, err
	}
	roots, texts, err := d.readRoots(data)
	if err != nil {
		return nil, err
	}
	for i, root := range roots {
		about := model.Subject{Kind: model.TrustSubject, ID: root.ID}
		v := model.Values{trustPEM: texts[i], trustRevoked: "", "name": root.Certificate.Name}
		if err := d.saveRecord(ctx, d.Person, about, v); err != nil {
			return nil, err
		}
	}
	return roots, nil
}

// readRoots reads the certificates of a file, in PEM or DER, each with its own PEM, which names it.
func (o *Office) readRoots(data []byte) (roots []TrustRoot, texts []string, err error) {
	read, list, err := o.Signer.Roots(data)
	if err != nil {
		return nil, nil, err
	}
	const end = "-----END CERTIFICATE-----\n"
	texts = strings.SplitAfter(string(list), end)[:len(read)]
	for i, one := range texts {
		sum := sha256.Sum256([]byte(one))
		roots = append(roots, TrustRoot{hex.EncodeToString(sum[:8]), read[i]})
	}
	return roots, texts, nil
}

// DropTrustRoot takes an authority off the trust list; an administrator's act. What it proved before is then untrusted.
func (d *Desk) DropTrustRoot(ctx context.Context, id string) error {
	if err := d.mayAdminister(); err != nil {
		return err
	}
	roots, err := d.TrustRoots(ctx)
	if err != nil {
		return err
	}
	for _, r := range roots {
		if r.ID == id {
			return d.saveRecord(ctx, d.Person, model.Subject{Kind: model.TrustSubject, ID: id}, model.Values{trustRevoked: model.True})
		}
	}
	return model.Errorf(model.NotFound, "error.no_trust_root", "id", id)
}
