package hub

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"yunban/model"
)

// serverName is the name that every hub's own certificate bears besides its addresses: a desk that pinned the hub's
// authority finds it again under any address.
const serverName = "yunban-hub"

// How long certificates live. Nobody but the desks of this hub trusts its authority, and a revoked device is refused
// by the list of devices, not by the end of its certificate.
const (
	authorityYears = 30
	serverYears    = 5
	deviceYears    = 15
	renewBefore    = 365 * 24 * time.Hour
)

// Authority signs the certificates of one hub and of its devices.
type Authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

// The names of the authority's files and of the server's, in the hub's folder.
const (
	authorityName = "authority"
	serverFile    = "server"
)

// OpenAuthority reads the authority kept in a folder, and makes it the first time.
func OpenAuthority(dir string, now time.Time) (*Authority, error) {
	certificate, key, err := readPair(dir, authorityName)
	if errors.Is(err, fs.ErrNotExist) {
		return makeAuthority(dir, now)
	}
	if err != nil {
		return nil, err
	}
	return &Authority{certificate, key}, nil
}

func makeAuthority(dir string, now time.Time) (*Authority, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	form, err := newCertificate("云办 Yunban hub", now, authorityYears)
	if err != nil {
		return nil, err
	}
	form.IsCA, form.BasicConstraintsValid, form.MaxPathLenZero = true, true, true
	form.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		return nil, unexpected(err)
	}
	if err := writePair(dir, authorityName, der, key); err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &Authority{certificate, key}, unexpected(err)
}

// Fingerprint is the authority's, to be read aloud.
func (a *Authority) Fingerprint() string { return Fingerprint(a.certificate.Raw) }

// Certificate is the authority's own, DER: what a portal has to trust.
func (a *Authority) Certificate() []byte { return a.certificate.Raw }

// Server is the hub's own certificate for its names and addresses, kept in the folder. It is made anew when it ends
// within a year or a name is missing.
func (a *Authority) Server(dir string, names []string, now time.Time) (tls.Certificate, error) {
	certificate, key, err := readPair(dir, serverFile)
	if err == nil && certificate.NotAfter.Sub(now) > renewBefore && bears(certificate, names) && certificate.CheckSignatureFrom(a.certificate) == nil {
		return a.chain(certificate.Raw, key), nil
	}
	fresh, err := newKey()
	if err != nil {
		return tls.Certificate{}, err
	}
	form, err := newCertificate(serverName, now, serverYears)
	if err != nil {
		return tls.Certificate{}, err
	}
	form.DNSNames = []string{serverName}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			form.IPAddresses = append(form.IPAddresses, ip)
		} else {
			form.DNSNames = append(form.DNSNames, name)
		}
	}
	form.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	der, err := x509.CreateCertificate(rand.Reader, form, a.certificate, fresh.Public(), a.key)
	if err != nil {
		return tls.Certificate{}, unexpected(err)
	}
	return a.chain(der, fresh), writePair(dir, serverFile, der, fresh)
}

func (a *Authority) chain(leaf []byte, key crypto.Signer) tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{leaf, a.certificate.Raw}, PrivateKey: key}
}

func bears(c *x509.Certificate, names []string) bool {
	for _, name := range names {
		if c.VerifyHostname(name) != nil {
			return false
		}
	}
	return true
}

// Device signs a device's request for a certificate. The request proves that the device holds the key; the device's
// id follows from the key, so that asking again gives the same device.
func (a *Authority) Device(request []byte, now time.Time) (id string, certificate, key []byte, err error) {
	asked, err := x509.ParseCertificateRequest(request)
	if err == nil {
		err = asked.CheckSignature()
	}
	if err != nil {
		return "", nil, nil, model.Wrap(model.Invalid, err, "error.bad_message")
	}
	if public, ok := asked.PublicKey.(*ecdsa.PublicKey); !ok || public.Curve != elliptic.P256() {
		return "", nil, nil, model.Errorf(model.Invalid, "error.bad_message")
	}
	key = asked.RawSubjectPublicKeyInfo
	id = deviceID(key)
	form, err := newCertificate(id, now, deviceYears)
	if err != nil {
		return "", nil, nil, err
	}
	form.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	certificate, err = x509.CreateCertificate(rand.Reader, form, a.certificate, asked.PublicKey, a.key)
	return id, certificate, key, unexpected(err)
}

// pool is the authority as what certificates are checked against.
func (a *Authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

func deviceID(key []byte) string {
	sum := sha256.Sum256(key)
	return "d-" + hex.EncodeToString(sum[:8])
}

func newKey() (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return key, unexpected(err)
}

// newCertificate is the form of a certificate; it begins a day early for machines whose clock is behind.
func newCertificate(name string, now time.Time, years int) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, unexpected(err)
	}
	return &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: name}, NotBefore: now.AddDate(0, 0, -1),
		NotAfter: now.AddDate(years, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature}, nil
}

// readPair reads name.pem: a certificate and its key.
func readPair(dir, name string) (*x509.Certificate, crypto.Signer, error) {
	path := filepath.Join(dir, name+".pem")
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	pair, err := tls.X509KeyPair(text, text)
	if err != nil {
		return nil, nil, model.Wrap(model.Other, fmt.Errorf("%s: %w", path, err), "error.hub_certificate", "path", path)
	}
	key, ok := pair.PrivateKey.(crypto.Signer)
	if !ok {
		return nil, nil, model.Errorf(model.Other, "error.hub_certificate", "path", path)
	}
	return pair.Leaf, key, nil
}

// writePair writes name.pem, whole or not at all, for the owner's eyes only.
func writePair(dir, name string, certificate []byte, key crypto.Signer) error {
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return unexpected(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	text = append(text, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...)
	return writeWhole(filepath.Join(dir, name+".pem"), text)
}
