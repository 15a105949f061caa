package hub

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"

	"filippo.io/age"

	"yunban/model"
)

// Courier seals a desk's parcels with the device's key, and opens the hub's answers.
type Courier struct {
	device string
	key    crypto.Signer
}

// NewCourier makes the courier of a desk that joined.
func NewCourier(j model.Joined) (*Courier, error) {
	key, err := x509.ParsePKCS8PrivateKey(j.Key)
	if err != nil {
		return nil, model.Wrap(model.Other, err, "error.hub_joined")
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, model.Errorf(model.Other, "error.hub_joined")
	}
	return &Courier{j.Device, signer}, nil
}

// NewKey makes a key that answers are encrypted to.
func (c *Courier) NewKey() (secret string, err error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return "", unexpected(err)
	}
	return identity.String(), nil
}

// Seal writes a parcel for the hub. open gives the files that it names; answers come encrypted to secret's recipient.
func (c *Courier) Seal(w io.Writer, to model.CarryKey, secret string, p model.ActsParcel, open func(hash string) (io.ReadCloser, error)) error {
	identity, err := age.ParseX25519Identity(secret)
	if err != nil {
		return model.Wrap(model.Other, err, "error.hub_joined")
	}
	p.Format, p.Device, p.To, p.Answer = model.CarryFormat, c.device, to.Recipient, identity.Recipient().String()
	contents := make([]content, len(p.Files))
	for i, f := range p.Files {
		contents[i] = content{f, func() (io.ReadCloser, error) { return open(f.Hash) }}
	}
	sign := func(manifest []byte) ([]byte, error) {
		signature, err := c.key.Sign(rand.Reader, signed(actsKind, manifest), crypto.SHA256)
		return signature, unexpected(err)
	}
	return writeParcel(w, to.Recipient, p, sign, contents)
}

// Unseal opens an answer of the hub. said hears what it says once it is proven to be the hub's and for this desk; then
// come its files, and then its pages of the log.
func (c *Courier) Unseal(r io.Reader, from model.CarryKey, secret string, said func(model.AnswerParcel) error,
	file func(hash string, r io.Reader) error, page func(model.FeedPage) error) error {
	identity, err := age.ParseX25519Identity(secret)
	if err != nil {
		return model.Wrap(model.Other, err, "error.hub_joined")
	}
	opened, err := openParcel(r, identity)
	if err != nil {
		return err
	}
	if len(from.Verify) != ed25519.PublicKeySize || !ed25519.Verify(from.Verify, signed(answerKind, opened.manifest), opened.signature) {
		return model.Errorf(model.Forbidden, "error.parcel_forged")
	}
	var p model.AnswerParcel
	if err := unmarshal(opened.manifest, &p); err != nil {
		return errBadParcel(err)
	}
	switch {
	case p.Format != model.CarryFormat:
		return model.Errorf(model.Conflict, "error.update_needed")
	case p.Device != c.device:
		return model.Errorf(model.Forbidden, "error.parcel_for_others")
	}
	if err := said(p); err != nil {
		return err
	}
	if err := opened.each(p.Files, func(f model.CarriedFile, r io.Reader) error { return file(f.Hash, r) }); err != nil {
		return err
	}
	err = opened.each(p.Pages, func(f model.CarriedFile, r io.Reader) error {
		one, err := readPage(f, r)
		if err != nil {
			return err
		}
		return page(one)
	})
	if err != nil {
		return err
	}
	return opened.end()
}

func readPage(f model.CarriedFile, r io.Reader) (page model.FeedPage, err error) {
	if f.Size > maxAnswer {
		return page, errBadParcel(errors.New("page"))
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return page, err
	}
	if err := json.Unmarshal(text, &page); err != nil {
		return page, errBadParcel(err)
	}
	return page, nil
}
