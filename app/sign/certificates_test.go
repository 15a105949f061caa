package sign_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
	"software.sslmate.com/src/go-pkcs12"
)

// at is when the papers of these tests are signed.
var at = time.Date(2026, 2, 11, 9, 30, 0, 0, time.FixedZone("", 8*3600))

const password = "口令 Kw-2026"

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// identity is a certificate with its key.
type identity struct {
	key         crypto.Signer
	certificate *smx509.Certificate
	issuer      *identity
}

func (i *identity) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.certificate.Raw})
}

// p12 is the identity as a PKCS#12 file, with its issuers.
func (i *identity) p12() []byte {
	var above []*x509.Certificate
	for up := i.issuer; up != nil; up = up.issuer {
		above = append(above, up.certificate.ToX509())
	}
	return must(pkcs12.Modern2023.Encode(i.key, i.certificate.ToX509(), above, password))
}

// pemPair is the identity as PEM, with its issuers, its key not encrypted.
func (i *identity) pemPair() []byte {
	key := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(smx509.MarshalPKCS8PrivateKey(i.key))})
	chain := i.pem()
	for up := i.issuer; up != nil; up = up.issuer {
		chain = append(chain, up.pem()...)
	}
	return append(chain, key...)
}

var serial int64

// issue makes a certificate; with no issuer it is its own.
func issue(name string, key crypto.Signer, issuer *identity, edit func(*x509.Certificate)) *identity {
	serial++
	c := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name, Organization: []string{"盘锦市大数据管理中心"}, Country: []string{"CN"}},
		NotBefore: at.AddDate(-1, 0, 0), NotAfter: at.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment}
	if issuer == nil {
		c.NotBefore, c.NotAfter = at.AddDate(-10, 0, 0), at.AddDate(10, 0, 0)
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	}
	if edit != nil {
		edit(c)
	}
	made := &identity{key: key, issuer: issuer}
	parent, by := c, key
	if issuer != nil {
		parent, by = issuer.certificate.ToX509(), issuer.key
	}
	made.certificate = must(smx509.ParseCertificate(must(smx509.CreateCertificate(rand.Reader, c, parent, key.Public(), by))))
	return made
}

// people are the identities of these tests, made once.
var people = sync.OnceValue(func() map[string]*identity {
	rsaKey := func() crypto.Signer { return must(rsa.GenerateKey(rand.Reader, 2048)) }
	curve := func(c elliptic.Curve) crypto.Signer { return must(ecdsa.GenerateKey(c, rand.Reader)) }
	sm := func() crypto.Signer { return must(sm2.GenerateKey(rand.Reader)) }
	root := issue("测试根证书", rsaKey(), nil, nil)
	between := issue("测试签发机构", rsaKey(), root, func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	})
	domestic := issue("国密测试根证书", sm(), nil, nil)
	return map[string]*identity{
		"root": root, "sm2 root": domestic,
		"rsa":    issue("张三", rsaKey(), between, nil),
		"p256":   issue("李四", curve(elliptic.P256()), root, nil),
		"p384":   issue("王五", curve(elliptic.P384()), root, nil),
		"sm2":    issue("赵六", sm(), domestic, nil),
		"ended":  issue("到期", curve(elliptic.P256()), root, func(c *x509.Certificate) { c.NotAfter = at.AddDate(0, -1, 0) }),
		"early":  issue("未到", curve(elliptic.P256()), root, func(c *x509.Certificate) { c.NotBefore = at.AddDate(0, 1, 0) }),
		"server": issue("服务器", curve(elliptic.P256()), root, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }),
		"alone":  issue("自签", curve(elliptic.P256()), nil, func(c *x509.Certificate) { c.KeyUsage |= x509.KeyUsageDigitalSignature }),
	}
})

func person(t testing.TB, name string) *identity {
	t.Helper()
	p, known := people()[name]
	if !known {
		t.Fatalf("nobody is called %s", name)
	}
	return p
}
