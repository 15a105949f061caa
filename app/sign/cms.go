package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"

	"github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/smx509"
)

// oidSigningCertificate is the attribute that ties a signature to its certificate (ETSI EN 319 122-1, 5.2.2).
var oidSigningCertificate = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}

// scheme is how a kind of key signs.
type scheme struct {
	hash              crypto.Hash // 0 is SM3
	digest, signature pkix.AlgorithmIdentifier
	content, envelope asn1.ObjectIdentifier
}

func schemeOf(public crypto.PublicKey) (scheme, error) {
	s := scheme{hash: crypto.SHA256, content: pkcs7.OIDData, envelope: pkcs7.OIDSignedData}
	digest, signature := pkcs7.OIDDigestAlgorithmSHA256, pkcs7.OIDDigestAlgorithmECDSASHA256
	var parameters asn1.RawValue
	switch key := public.(type) {
	case *rsa.PublicKey:
		signature, parameters = pkcs7.OIDEncryptionAlgorithmRSASHA256, asn1.NullRawValue
	case *ecdsa.PublicKey:
		switch bits := key.Curve.Params().BitSize; {
		case isSM2(key):
			// GB/T 35275: the message of SM2 signatures has types of its own
			s.hash, s.content, s.envelope = 0, pkcs7.SM2OIDData, pkcs7.SM2OIDSignedData
			digest, signature = pkcs7.OIDDigestAlgorithmSM3, pkcs7.OIDDigestEncryptionAlgorithmSM2
		case bits > 384:
			s.hash, digest, signature = crypto.SHA512, pkcs7.OIDDigestAlgorithmSHA512, pkcs7.OIDDigestAlgorithmECDSASHA512
		case bits > 256:
			s.hash, digest, signature = crypto.SHA384, pkcs7.OIDDigestAlgorithmSHA384, pkcs7.OIDDigestAlgorithmECDSASHA384
		}
	default:
		return scheme{}, fmt.Errorf("keys of type %T cannot sign", public)
	}
	s.digest, s.signature = pkix.AlgorithmIdentifier{Algorithm: digest}, pkix.AlgorithmIdentifier{Algorithm: signature, Parameters: parameters}
	return s, nil
}

func (s scheme) sum(parts ...[]byte) []byte {
	h := sm3.New()
	if s.hash != 0 {
		h = s.hash.New()
	}
	for _, p := range parts {
		h.Write(p) // never fails
	}
	return h.Sum(nil)
}

func isSM2(public crypto.PublicKey) bool { return sm2.IsSM2PublicKey(public) }

// The message of a detached signature, RFC 5652.
type message struct {
	Type    asn1.ObjectIdentifier
	Content signedData `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Content      contentType
	Certificates asn1.RawValue
	Signers      []signerInfo `asn1:"set"`
}

type contentType struct{ Type asn1.ObjectIdentifier }

type signerInfo struct {
	Version    int
	Issuer     issuerSerial
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue
	Algorithm  pkix.AlgorithmIdentifier
	Signature  []byte
}

type issuerSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

// certID names a certificate by its hash; SHA-256 is left out as the default.
type certID struct {
	Algorithm pkix.AlgorithmIdentifier `asn1:"optional"`
	Hash      []byte
}

type signingCertificate struct{ Certs []certID }

// cms signs the parts of a file. A PAdES baseline signature has the content's type and digest and its certificate
// among its signed attributes, and no time: that stands in the file (ETSI EN 319 142-1, 6.3).
func (k Key) cms(parts ...[]byte) ([]byte, error) {
	s, err := schemeOf(k.signer.Public())
	if err != nil {
		return nil, err
	}
	attributes, err := s.attributes(k.chain[0], s.sum(parts...))
	if err != nil {
		return nil, err
	}
	signature, err := s.sign(k.signer, setOf(attributes, asn1.ClassUniversal, asn1.TagSet))
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	var certificates [][]byte
	for _, c := range k.chain {
		certificates = append(certificates, c.Raw)
	}
	return asn1.Marshal(message{Type: s.envelope, Content: signedData{
		Version: 1, Digests: []pkix.AlgorithmIdentifier{s.digest}, Content: contentType{s.content},
		Certificates: asn1.RawValue{FullBytes: setOf(certificates, asn1.ClassContextSpecific, 0)},
		Signers: []signerInfo{{Version: 1,
			Issuer:     issuerSerial{asn1.RawValue{FullBytes: k.chain[0].RawIssuer}, k.chain[0].SerialNumber},
			Digest:     s.digest,
			Attributes: asn1.RawValue{FullBytes: setOf(attributes, asn1.ClassContextSpecific, 0)},
			Algorithm:  s.signature,
			Signature:  signature}},
	}})
}

// attributes are the signed attributes, each encoded, in the order of a DER set.
func (s scheme) attributes(c *smx509.Certificate, digest []byte) ([][]byte, error) {
	id := certID{Hash: s.sum(c.Raw)}
	if s.hash != crypto.SHA256 {
		id.Algorithm = s.digest
	}
	var encoded [][]byte
	for _, a := range []struct {
		kind  asn1.ObjectIdentifier
		value any
	}{
		{pkcs7.OIDAttributeContentType, s.content},
		{pkcs7.OIDAttributeMessageDigest, digest},
		{oidSigningCertificate, signingCertificate{[]certID{id}}},
	} {
		data, err := encodeAttribute(a.kind, a.value)
		if err != nil {
			return nil, err
		}
		encoded = append(encoded, data)
	}
	slices.SortFunc(encoded, bytes.Compare)
	return encoded, nil
}

// attribute is one signed attribute: its kind and a set of one value.
type attribute struct {
	Kind   asn1.ObjectIdentifier
	Values asn1.RawValue
}

func encodeAttribute(kind asn1.ObjectIdentifier, value any) ([]byte, error) {
	data, err := asn1.Marshal(value)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(attribute{kind, asn1.RawValue{FullBytes: setOf([][]byte{data}, asn1.ClassUniversal, asn1.TagSet)}})
}

// setOf puts encoded elements under one tag.
func setOf(elements [][]byte, class, tag int) []byte {
	data, err := asn1.Marshal(asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: slices.Concat(elements...)})
	if err != nil { // a raw value is only copied
		return nil
	}
	return data
}

func (s scheme) sign(key crypto.Signer, attributes []byte) ([]byte, error) {
	if s.hash == 0 { // SM2 hashes the signer's identity along with the message
		return key.Sign(rand.Reader, attributes, sm2.DefaultSM2SignerOpts)
	}
	return key.Sign(rand.Reader, s.sum(attributes), s.hash)
}
