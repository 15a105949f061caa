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
	one := &identity{key: key, issuer: issuer}
	parent, by := c, key
	if issuer != nil {
		parent, by = issuer.certificate.ToX509(), issuer.key
	}
	one.certificate = must(smx509.ParseCertificate(must(smx509.CreateCertificate(rand.Reader, c, parent, key.Public(), by))))
	return one
}

// made are the identities that tests asked for, each made once.
var made = map[string]*identity{}

// person makes one of the identities of these tests. RSA keys take long to make: nothing but "rsa" has one.
func person(t testing.TB, name string) *identity {
	t.Helper()
	if p, known := made[name]; known {
		return p
	}
	curve := func(c elliptic.Curve) crypto.Signer { return must(ecdsa.GenerateKey(c, rand.Reader)) }
	by := func(issuer, called string, key crypto.Signer, edit func(*x509.Certificate)) *identity {
		if issuer == "" {
			return issue(called, key, nil, edit)
		}
		return issue(called, key, person(t, issuer), edit)
	}
	var p *identity
	switch name {
	case "root":
		p = by("", "测试根证书", curve(elliptic.P256()), nil)
	case "between":
		p = by("root", "测试签发机构", curve(elliptic.P256()), func(c *x509.Certificate) {
			c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
		})
	case "sm2 root":
		p = by("", "国密测试根证书", must(sm2.GenerateKey(rand.Reader)), nil)
	case "rsa":
		p = by("between", "张三", must(rsa.GenerateKey(rand.Reader, 2048)), nil)
	case "p256":
		p = by("root", "李四", curve(elliptic.P256()), nil)
	case "p384":
		p = by("root", "王五", curve(elliptic.P384()), nil)
	case "sm2":
		p = by("sm2 root", "赵六", must(sm2.GenerateKey(rand.Reader)), nil)
	case "ended":
		p = by("root", "到期", curve(elliptic.P256()), func(c *x509.Certificate) { c.NotAfter = at.AddDate(0, -1, 0) })
	case "early":
		p = by("root", "未到", curve(elliptic.P256()), func(c *x509.Certificate) { c.NotBefore = at.AddDate(0, 1, 0) })
	case "server":
		p = by("root", "服务器", curve(elliptic.P256()), func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment })
	case "alone":
		p = by("", "自签", curve(elliptic.P256()), func(c *x509.Certificate) { c.KeyUsage |= x509.KeyUsageDigitalSignature })
	default:
		t.Fatalf("nobody is called %s", name)
	}
	made[name] = p
	return p
}
