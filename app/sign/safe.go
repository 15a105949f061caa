package sign

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"

	"github.com/emmansun/gmsm/pkcs"
	"github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/pkcs8"
	"github.com/emmansun/gmsm/smx509"
)

// The inside of a PKCS#12 file, RFC 7292. It is read here only where the library cannot: it knows no SM2 keys. The
// library has checked the password by then.
type (
	pfx struct {
		Version int
		Safe    content
		Mac     asn1.RawValue `asn1:"optional"`
	}
	content struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"tag:0,explicit,optional"`
	}
	encrypted struct {
		Version int
		Info    struct {
			Type      asn1.ObjectIdentifier
			Algorithm pkix.AlgorithmIdentifier
			Content   []byte `asn1:"tag:0,optional"`
		}
	}
	bag struct {
		ID         asn1.ObjectIdentifier
		Value      asn1.RawValue   `asn1:"tag:0,explicit"`
		Attributes []asn1.RawValue `asn1:"set,optional"`
	}
	certificateBag struct {
		ID   asn1.ObjectIdentifier
		Data []byte `asn1:"tag:0,explicit"`
	}
)

// The kinds of bag.
var (
	oidKeyBag         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 1}
	oidShroudedKeyBag = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 2}
	oidCertificateBag = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 3}
)

// readSafe reads the bags of a PKCS#12 file whose encryption is of the newer kind (PBES2).
func readSafe(data []byte, password string) (parts, bool) {
	var file pfx
	var safe []byte
	var contents []content
	if !decode(data, &file) || !decode(file.Safe.Content.Bytes, &safe) || !decode(safe, &contents) {
		return parts{}, false
	}
	var p parts
	for _, c := range contents {
		var bags []bag
		if plain, ok := c.open(password); !ok || !decode(plain, &bags) {
			return parts{}, false
		}
		for _, b := range bags {
			if !p.unpack(b, password) {
				return parts{}, false
			}
		}
	}
	return p, true
}

func (c content) open(password string) ([]byte, bool) {
	var plain []byte
	if c.Type.Equal(pkcs7.OIDData) {
		ok := decode(c.Content.Bytes, &plain)
		return plain, ok
	}
	var e encrypted
	var scheme pkcs.PBES2Params
	if !decode(c.Content.Bytes, &e) || !(pkcs.IsPBES2(e.Info.Algorithm) || pkcs.IsSMPBES(e.Info.Algorithm)) ||
		!decode(e.Info.Algorithm.Parameters.FullBytes, &scheme) {
		return nil, false
	}
	plain, _, err := scheme.Decrypt([]byte(password), e.Info.Content)
	return plain, err == nil
}

func (p *parts) unpack(b bag, password string) bool {
	switch {
	case b.ID.Equal(oidCertificateBag):
		var inner certificateBag
		if !decode(b.Value.Bytes, &inner) {
			return false
		}
		c, err := smx509.ParseCertificate(inner.Data)
		if err != nil {
			return false
		}
		p.certificates = append(p.certificates, c)
	case b.ID.Equal(oidKeyBag), b.ID.Equal(oidShroudedKeyBag):
		secret := []byte(password)
		if b.ID.Equal(oidKeyBag) {
			secret = nil
		}
		key, _, err := pkcs8.ParsePrivateKey(b.Value.Bytes, secret)
		return err == nil && p.take(key) == nil
	}
	return true
}

// decode reads a DER value to its end.
func decode(data []byte, v any) bool {
	rest, err := asn1.Unmarshal(data, v)
	return err == nil && len(rest) == 0
}

// decodeBase64 takes base64 off where there is some.
func decodeBase64(data []byte) []byte {
	raw, err := base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields(data), nil)))
	if err != nil {
		return data
	}
	return raw
}
