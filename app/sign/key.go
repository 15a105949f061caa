package sign

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/emmansun/gmsm/cfca"
	"github.com/emmansun/gmsm/pkcs8"
	"github.com/emmansun/gmsm/smx509"
	"software.sslmate.com/src/go-pkcs12"

	"yunban/model"
)

// Key is an opened certificate with its key.
type Key struct {
	signer crypto.Signer
	chain  []*smx509.Certificate // the signer's own certificate first, then its issuers as far as they came along
}

// Certificate is what the signer's certificate says.
func (k Key) Certificate() model.Certificate { return describe(k.chain[0]) }

// OpenKey opens a certificate with its key: a PKCS#12 file (.p12, .pfx), a CFCA .sm2 file or a PEM pair. What is
// wrong with it is said: the password, no key, a key of another certificate.
func OpenKey(data []byte, password string) (Key, error) {
	parts, err := readParts(data, password)
	if err != nil {
		return Key{}, err
	}
	switch {
	case parts.key == nil:
		return Key{}, model.Errorf(model.Invalid, "error.p12_no_key")
	case len(parts.certificates) == 0:
		return Key{}, model.Errorf(model.Invalid, "error.p12_no_certificate")
	}
	for i, c := range parts.certificates {
		if belongs(parts.key, c) {
			return Key{parts.key, issuers(c, append(parts.certificates[:i:i], parts.certificates[i+1:]...))}, nil
		}
	}
	return Key{}, model.Errorf(model.Invalid, "error.p12_mismatch")
}

// usable checks that the key may sign at a time.
func (k Key) usable(at time.Time) error {
	c := k.chain[0]
	switch {
	case at.After(c.NotAfter):
		return model.Errorf(model.Invalid, "error.certificate_expired", "name", nameOf(c), "date", c.NotAfter.In(at.Location()).Format(time.DateOnly))
	case at.Before(c.NotBefore):
		return model.Errorf(model.Invalid, "error.certificate_early", "name", nameOf(c), "date", c.NotBefore.In(at.Location()).Format(time.DateOnly))
	case c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0:
		return model.Errorf(model.Invalid, "error.certificate_usage", "name", nameOf(c))
	}
	return nil
}

// parts are what a file of keys holds.
type parts struct {
	key          crypto.Signer
	certificates []*smx509.Certificate
}

func readParts(data []byte, password string) (parts, error) {
	if bytes.Contains(data, []byte("-----BEGIN ")) {
		return readPEM(data, password)
	}
	key, own, others, err := pkcs12.DecodeChain(data, password)
	switch {
	case err == nil:
		p := parts{}
		for _, c := range append([]*x509.Certificate{own}, others...) {
			parsed, err := smx509.ParseCertificate(c.Raw)
			if err != nil {
				return parts{}, brokenKey(err)
			}
			p.certificates = append(p.certificates, parsed)
		}
		return p, p.take(key)
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return parts{}, model.Wrap(model.Invalid, err, "error.p12_password")
	}
	if p, ok := readSafe(data, password); ok { // SM2, or a file with certificates only
		return p, nil
	}
	return readCFCA(data, password, err)
}

func brokenKey(err error) error { return model.Wrap(model.Invalid, err, "error.p12_broken") }

func (p *parts) take(key any) error {
	signer, ok := key.(crypto.Signer)
	if !ok {
		return brokenKey(fmt.Errorf("keys of type %T cannot sign", key))
	}
	p.key = signer
	return nil
}

// readPEM reads certificates and a key in PEM, the key encrypted or not.
func readPEM(data []byte, password string) (parts, error) {
	var p parts
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			return p, nil
		}
		switch block.Type {
		case "CERTIFICATE":
			c, err := smx509.ParseCertificate(block.Bytes)
			if err != nil {
				return parts{}, brokenKey(err)
			}
			p.certificates = append(p.certificates, c)
		case "ENCRYPTED PRIVATE KEY":
			key, _, err := pkcs8.ParsePrivateKey(block.Bytes, []byte(password))
			if err != nil {
				return parts{}, model.Wrap(model.Invalid, err, "error.p12_password")
			}
			if err := p.take(key); err != nil {
				return parts{}, err
			}
		case "PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY":
			key, err := plainKey(block)
			if err != nil {
				return parts{}, brokenKey(err)
			}
			if err := p.take(key); err != nil {
				return parts{}, err
			}
		}
	}
}

func plainKey(block *pem.Block) (any, error) {
	switch block.Type {
	case "EC PRIVATE KEY":
		return smx509.ParseTypedECPrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		return x509.ParsePKCS1PrivateKey(block.Bytes)
	}
	return smx509.ParsePKCS8PrivateKey(block.Bytes)
}

// readCFCA reads the .sm2 file of China's financial certification authority: base64 around SM4 and a certificate.
func readCFCA(data []byte, password string, before error) (parts, error) {
	raw := decodeBase64(data)
	if !bytes.Contains(raw, []byte{0x06, 0x0a, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x06, 0x01, 0x04, 0x02, 0x01}) { // SM2 data, GB/T 35275
		return parts{}, brokenKey(before)
	}
	key, c, err := cfca.ParseSM2([]byte(password), raw)
	if err != nil {
		return parts{}, model.Wrap(model.Invalid, err, "error.p12_password")
	}
	return parts{key, []*smx509.Certificate{c}}, nil
}

// belongs reports whether a certificate is that of a key.
func belongs(key crypto.Signer, c *smx509.Certificate) bool {
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(c.PublicKey)
}

// issuers puts a certificate before those that issued it, and leaves the others out.
func issuers(c *smx509.Certificate, others []*smx509.Certificate) []*smx509.Certificate {
	chain := []*smx509.Certificate{c}
	for range others {
		for _, o := range others {
			if last := chain[len(chain)-1]; bytes.Equal(last.RawIssuer, o.RawSubject) && !last.Equal(o) && last.CheckSignatureFrom(o) == nil {
				chain = append(chain, o)
				break
			}
		}
	}
	return chain[:min(len(chain), len(others)+1)]
}

// describe is what a certificate says.
func describe(c *smx509.Certificate) model.Certificate {
	return model.Certificate{Name: nameOf(c), Subject: c.Subject.String(), Issuer: c.Issuer.String(), Serial: fmt.Sprintf("%X", c.SerialNumber),
		From: c.NotBefore, Until: c.NotAfter, Key: keyName(c.PublicKey), Domestic: isSM2(c.PublicKey)}
}

func nameOf(c *smx509.Certificate) string {
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	return c.Subject.String()
}
