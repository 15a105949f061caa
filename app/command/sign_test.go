package command_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"yunban/model"
)

// keyring makes an authority and a certificate of it, valid around the days of the samples: its list, and a PKCS#12
// file of password kw-2026.
func keyring(t *testing.T) (trust, p12 string) {
	t.Helper()
	dir := t.TempDir()
	trust, pair, p12 := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "pair.pem"), filepath.Join(dir, "zhao.p12")
	template := func(serial int64, name string) *x509.Certificate {
		return &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
			NotBefore: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2035, 1, 1, 0, 0, 0, 0, time.UTC)}
	}
	ca, person := template(1, "测试根证书"), template(2, "赵𬭎")
	ca.IsCA, ca.BasicConstraintsValid, ca.KeyUsage = true, true, x509.KeyUsageCertSign
	caKey, key := newKey(t), newKey(t)
	write := func(path string, blocks ...*pem.Block) {
		var text []byte
		for _, b := range blocks {
			text = append(text, pem.EncodeToMemory(b)...)
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	issue := func(c *x509.Certificate, public any) *pem.Block {
		der, err := x509.CreateCertificate(rand.Reader, c, ca, public, caKey)
		if err != nil {
			t.Fatal(err)
		}
		return &pem.Block{Type: "CERTIFICATE", Bytes: der}
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(trust, issue(ca, caKey.Public()))
	write(pair, issue(person, key.Public()), &pem.Block{Type: "PRIVATE KEY", Bytes: private})
	if out, err := exec.Command("openssl", "pkcs12", "-export", "-in", pair, "-passout", "pass:kw-2026", "-out", p12).CombinedOutput(); err != nil {
		t.Fatalf("openssl: %v\n%s", err, out)
	}
	return trust, p12
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestSigningByCommand(t *testing.T) {
	d, request, by := liveSystem(t, "panjin-2016", "portal")
	officer := by(model.DutyAcceptance)
	trust, p12 := keyring(t)
	dir := t.TempDir()
	paper, signed := filepath.Join(dir, "paper.pdf"), filepath.Join(dir, "signed.pdf")
	d.must("--as", officer, "print", "approval", request, "--out", paper)

	t.Run("a wrong password is said, and nothing is written", func(t *testing.T) {
		t.Setenv("YUNBAN_P12_PASSWORD", "wrong")
		if e := d.refused("sign", paper, "--p12", p12, "--out", signed); e["kind"] != "invalid" || e["text"] == "" {
			t.Error(e)
		}
		if _, err := os.Stat(signed); err == nil {
			t.Error("a file was written")
		}
	})
	t.Setenv("YUNBAN_P12_PASSWORD", "kw-2026")
	t.Run("who is signed in signs an issued paper on record", func(t *testing.T) {
		if got := d.must("--as", officer, "sign", paper, "--p12", p12, "--out", signed, "--reason", "同意"); got["recorded"] != true || got["hash"] == "" {
			t.Error(got)
		}
	})
	t.Run("a signed paper is told with its signer, trust and what paper it is", func(t *testing.T) {
		got := d.must("--as", officer, "verify", "pdf", signed, "--trust", trust)
		s, _ := got["signatures"].([]any)[0].(map[string]any)
		p, _ := got["paper"].(map[string]any)
		if got["ok"] != true || got["standing"] != "signed" || p["document"] != "approval" || s["trust"] != "trusted" || s["coverage"] != "whole" || s["reason"] != "同意" {
			t.Error(got)
		}
	})
	t.Run("without a trust list nothing is good, with nobody signed in either", func(t *testing.T) {
		status, _, errs := d.run("verify", "pdf", signed)
		if status != 1 || errs == "" {
			t.Error(status, errs)
		}
		d.must("verify", "pdf", signed, "--trust", trust)
	})
	t.Run("the office's own list is trusted by all", func(t *testing.T) {
		if e := d.refused("--as", officer, "trust", "add", trust); e["kind"] != "forbidden" {
			t.Error(e)
		}
	})
	t.Run("a file that was changed after signing does not pass", func(t *testing.T) {
		pdf, err := os.ReadFile(signed)
		if err != nil {
			t.Fatal(err)
		}
		bad := filepath.Join(dir, "bad.pdf")
		if err := os.WriteFile(bad, append(pdf, "% more\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		if status, _, _ := d.run("--as", officer, "verify", "pdf", bad, "--trust", trust); status != 1 {
			t.Error(status)
		}
		if err := os.WriteFile(bad, pdf[:len(pdf)/2], 0o600); err != nil {
			t.Fatal(err)
		}
		if e := d.refused("verify", "pdf", bad); e["kind"] != "invalid" {
			t.Error(e)
		}
	})
}
