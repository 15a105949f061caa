package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha1" // old signatures
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"strconv"
	"time"

	"github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/smx509"

	"yunban/model"
)

// received is the message of a signature that is being checked.
type received struct {
	signer       *smx509.Certificate
	certificates []*smx509.Certificate
	hash         crypto.Hash // 0 is SM3
	pss          bool
	signature    []byte
	attributes   []byte // as they were signed; nothing when the content was signed without any
	digest       []byte // of the content, among the attributes
	certHash     signingCertificate
}

// hashes are those of signatures, by their object identifiers.
var hashes = map[string]crypto.Hash{
	pkcs7.OIDDigestAlgorithmSHA1.String():   crypto.SHA1,
	pkcs7.OIDDigestAlgorithmSHA256.String(): crypto.SHA256,
	pkcs7.OIDDigestAlgorithmSHA384.String(): crypto.SHA384,
	pkcs7.OIDDigestAlgorithmSHA512.String(): crypto.SHA512,
	pkcs7.OIDDigestAlgorithmSM3.String():    0,
}

var oidPSS = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}

// readMessage reads a message; problem is the key of what is wrong with it.
func readMessage(data []byte) (m received, problem string) {
	defer func() { // the library is not made for messages that mean harm
		if recover() != nil {
			m, problem = received{}, "signature.unreadable"
		}
	}()
	var whole asn1.RawValue
	if _, err := asn1.Unmarshal(data, &whole); err == nil {
		data = whole.FullBytes // without what fills up its room
	}
	p7, err := pkcs7.Parse(data)
	if err != nil || len(p7.Signers) != 1 {
		return received{}, "signature.unreadable"
	}
	info := p7.Signers[0]
	m.certificates, m.signature = p7.Certificates, info.EncryptedDigest
	for _, c := range p7.Certificates {
		if info.IssuerAndSerialNumber.SerialNumber != nil && c.SerialNumber.Cmp(info.IssuerAndSerialNumber.SerialNumber) == 0 &&
			bytes.Equal(c.RawIssuer, info.IssuerAndSerialNumber.IssuerName.FullBytes) {
			m.signer = c
		}
	}
	if m.signer == nil {
		return received{}, "signature.no_certificate"
	}
	var known bool
	if m.hash, known = hashes[info.DigestAlgorithm.Algorithm.String()]; !known {
		return received{}, "signature.algorithm"
	}
	m.pss = info.DigestEncryptionAlgorithm.Algorithm.Equal(oidPSS)
	for _, a := range info.AuthenticatedAttributes {
		switch {
		case a.Type.Equal(pkcs7.OIDAttributeMessageDigest):
			if !decode(a.Value.Bytes, &m.digest) {
				return received{}, "signature.unreadable"
			}
		case a.Type.Equal(oidSigningCertificate):
			if !decode(a.Value.Bytes, &m.certHash) { // with a policy, or the issuer's name: said in more than is read here
				m.certHash = signingCertificate{}
			}
		}
	}
	if len(info.AuthenticatedAttributes) > 0 {
		m.attributes = encodeSet(info.AuthenticatedAttributes)
	}
	return m, ""
}

// encodeSet encodes attributes as they were signed.
func encodeSet[A any](attributes []A) []byte {
	data, err := asn1.Marshal(struct {
		A []A `asn1:"set"`
	}{attributes})
	var inner asn1.RawValue
	if err != nil || !decode(data, &inner) {
		return []byte{}
	}
	return inner.Bytes
}

// check checks the message against the parts of the file; problem is the key of what does not agree.
func (m received) check(parts ...[]byte) (problem string) {
	content := scheme{hash: m.hash}.sum(parts...)
	signed := m.attributes
	if signed == nil {
		signed = bytes.Join(parts, nil)
	} else if !bytes.Equal(m.digest, content) {
		return "signature.altered"
	}
	for i, c := range m.certHash.Certs {
		hash := crypto.SHA256
		if len(c.Algorithm.Algorithm) > 0 {
			hash = hashes[c.Algorithm.Algorithm.String()]
		}
		if i == 0 && !bytes.Equal(c.Hash, scheme{hash: hash}.sum(m.signer.Raw)) {
			return "signature.other_certificate"
		}
	}
	kind, ok := m.kind()
	if !ok {
		return "signature.algorithm"
	}
	if err := m.signer.CheckSignature(kind, signed, m.signature); err != nil {
		return "signature.not_signers"
	}
	return ""
}

// kind is how the message was signed.
func (m received) kind() (x509.SignatureAlgorithm, bool) {
	var kinds map[crypto.Hash]x509.SignatureAlgorithm
	switch key := m.signer.PublicKey.(type) {
	case *rsa.PublicKey:
		kinds = map[crypto.Hash]x509.SignatureAlgorithm{crypto.SHA1: x509.SHA1WithRSA, crypto.SHA256: x509.SHA256WithRSA,
			crypto.SHA384: x509.SHA384WithRSA, crypto.SHA512: x509.SHA512WithRSA}
		if m.pss {
			kinds = map[crypto.Hash]x509.SignatureAlgorithm{crypto.SHA256: x509.SHA256WithRSAPSS,
				crypto.SHA384: x509.SHA384WithRSAPSS, crypto.SHA512: x509.SHA512WithRSAPSS}
		}
	case *ecdsa.PublicKey:
		kinds = map[crypto.Hash]x509.SignatureAlgorithm{crypto.SHA1: x509.ECDSAWithSHA1, crypto.SHA256: x509.ECDSAWithSHA256,
			crypto.SHA384: x509.ECDSAWithSHA384, crypto.SHA512: x509.ECDSAWithSHA512}
		if isSM2(key) {
			kinds = map[crypto.Hash]x509.SignatureAlgorithm{0: smx509.SM2WithSM3}
		}
	}
	kind, ok := kinds[m.hash]
	return kind, ok
}

// algorithm names how it was signed: RSA 2048 · SHA-256.
func (m received) algorithm() string {
	key := keyName(m.signer.PublicKey)
	if m.pss {
		key += " PSS"
	}
	hash := "SM3"
	if m.hash != 0 {
		hash = m.hash.String()
	}
	return fmt.Sprintf("%s · %s", key, hash)
}

// keyName names a kind of key: RSA 2048, ECDSA P-256, SM2.
func keyName(public crypto.PublicKey) string {
	switch public := public.(type) {
	case *rsa.PublicKey:
		return "RSA " + strconv.Itoa(public.N.BitLen())
	case *ecdsa.PublicKey:
		if isSM2(public) {
			return "SM2"
		}
		return "ECDSA " + public.Curve.Params().Name
	}
	return "?"
}

// trust follows the certificate to the trust list, as things stood when it signed.
func (m received) trust(roots *smx509.CertPool, at, now time.Time) model.Trust {
	if at.IsZero() {
		at = now
	}
	switch {
	case at.After(m.signer.NotAfter):
		return model.TrustLapsed
	case at.Before(m.signer.NotBefore):
		return model.TrustEarly
	}
	between := smx509.NewCertPool()
	for _, c := range m.certificates {
		between.AddCert(c)
	}
	_, err := m.signer.Verify(smx509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err != nil {
		return model.Untrusted
	}
	return model.Trusted
}
