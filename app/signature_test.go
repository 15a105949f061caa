package app_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// keys are an authority and people with certificates of it, as PEM.
type keys struct {
	root   []byte
	parent *x509.Certificate
	key    *ecdsa.PrivateKey
}

func newKeys() *keys {
	k := &keys{key: must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))}
	k.parent = &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "测试根证书"}, NotBefore: apptest.Start.AddDate(-1, 0, 0),
		NotAfter: apptest.Start.AddDate(9, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	k.root = must(x509.CreateCertificate(rand.Reader, k.parent, k.parent, k.key.Public(), k.key))
	return k
}

func (k *keys) of(name string, until time.Time) []byte {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	c := &x509.Certificate{SerialNumber: big.NewInt(until.Unix()), Subject: pkix.Name{CommonName: name, Organization: []string{"盘锦市大数据管理中心"}},
		NotBefore: apptest.Start.AddDate(-1, 0, 0), NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature}
	der := must(x509.CreateCertificate(rand.Reader, c, k.parent, key.Public(), k.key))
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(key))})...)
}

func content(t *testing.T, d *app.Desk, f model.File) []byte {
	t.Helper()
	r := must(d.ReadFile(f))
	defer r.Close()
	return must(io.ReadAll(r))
}

func TestSignatures(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 0)
	ctx, authority := context.Background(), newKeys()
	desk, admin := o.By(model.DutyAcceptance), o.By(model.DutyAdministration)
	issued := must(desk.Issue(ctx, r.id, model.PaperApplication))
	first := authority.of("赵𬭎", apptest.Start.AddDate(1, 0, 0))
	second := authority.of("李明", apptest.Start.AddDate(1, 0, 1))
	verdict := func(t *testing.T, pdf []byte) app.Verdict {
		t.Helper()
		return must(desk.VerifyPDF(ctx, bytes.NewReader(pdf), nil))
	}

	t.Run("only an administrator says who is trusted", func(t *testing.T) {
		if _, err := desk.AddTrustRoot(ctx, authority.root); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
		added := must(admin.AddTrustRoot(ctx, authority.root))
		if list := must(o.TrustRoots(ctx)); len(added) != 1 || len(list) != 1 || list[0] != added[0] || list[0].Certificate.Name != "测试根证书" {
			t.Errorf("%+v", list)
		}
	})
	t.Run("an issued paper is genuine before anybody signs it", func(t *testing.T) {
		if v := verdict(t, content(t, desk, issued)); v.Standing != app.StandingGenuine || len(v.Signatures) != 0 || !v.Good() {
			t.Errorf("%+v", v)
		}
	})
	one := must(desk.SignPaper(ctx, r.id, issued, app.PaperSigning{Key: first, Reason: "同意"}))
	two := must(desk.SignPaper(ctx, r.id, one, app.PaperSigning{Key: second}))
	t.Run("signatures stack on the kept paper, which stays recognised", func(t *testing.T) {
		v := verdict(t, content(t, desk, two))
		if v.Standing != app.StandingSigned || !v.Good() || len(v.Signatures) != 2 || v.Paper == nil || v.Paper.Kind != model.PaperApplication {
			t.Fatalf("%+v", v)
		}
		if s := v.Signatures[0]; s.Certificate.Name != "赵𬭎" || !s.At.Equal(apptest.Start) || s.Reason != "同意" || s.Trust != model.Trusted {
			t.Errorf("%+v", s)
		}
	})
	t.Run("each signed file is recorded with its signer, and neither key nor password is kept", func(t *testing.T) {
		history := r.look().History
		last := history[len(history)-1]
		if last.Action != model.Sign || last.Files[0] != two || last.Files[0].Role != app.SignedPaperRole || last.Values["signer"] != "李明" || last.Values["paper"] != "application" {
			t.Errorf("%+v", last)
		}
		log := string(must(json.Marshal(history)))
		if strings.Contains(log, "PRIVATE KEY") {
			t.Error("a key stands in the log")
		}
	})
	t.Run("the same file is not signed twice side by side", func(t *testing.T) {
		if _, err := desk.SignPaper(ctx, r.id, issued, app.PaperSigning{Key: second}); model.KindOf(err) != model.Conflict {
			t.Error(err)
		}
	})
	t.Run("a paper that somebody brings back is recorded when it is one of ours", func(t *testing.T) {
		_, recorded, err := desk.SignPDF(ctx, content(t, desk, two), app.PaperSigning{Key: first})
		if err != nil || recorded == nil {
			t.Error(recorded, err)
		}
		bad := bytes.Replace(content(t, desk, two), []byte("/Count"), []byte("/count"), 1)
		if _, recorded, err := desk.SignPDF(ctx, bad, app.PaperSigning{Key: first}); err == nil && recorded != nil {
			t.Error("a changed paper was recorded")
		}
	})
	t.Run("a changed byte is told", func(t *testing.T) {
		pdf := content(t, desk, two)
		pdf[700] ^= 1
		v, err := desk.VerifyPDF(ctx, bytes.NewReader(pdf), nil)
		if err == nil && (v.Good() && v.Standing != app.StandingUnknown || len(v.Signatures) > 0 && v.Signatures[0].Intact) {
			t.Errorf("%+v", v)
		}
	})
	t.Run("an authority that is dropped proves nothing any more", func(t *testing.T) {
		if err := admin.DropTrustRoot(ctx, must(o.TrustRoots(ctx))[0].ID); err != nil {
			t.Fatal(err)
		}
		v := verdict(t, content(t, desk, two))
		if v.Good() || v.Signatures[0].Trust != model.Untrusted || !v.Signatures[0].Intact {
			t.Errorf("%+v", v.Signatures[0])
		}
		more := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.root})
		if v := must(desk.VerifyPDF(ctx, bytes.NewReader(content(t, desk, two)), more)); !v.Good() {
			t.Error("a list given along is not heard")
		}
	})
	t.Run("an expired certificate signs nothing", func(t *testing.T) {
		_, err := desk.SignPaper(ctx, r.id, two, app.PaperSigning{Key: authority.of("到期", apptest.Start.AddDate(0, 0, -1))})
		if model.KindOf(err) != model.Invalid {
			t.Error(err)
		}
	})
	t.Run("the visible signature is text that can be searched, rare characters too", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "signed.pdf")
		if err := os.WriteFile(path, content(t, desk, two), 0o600); err != nil {
			t.Fatal(err)
		}
		text := string(must(exec.Command("pdftotext", path, "-").Output()))
		for _, want := range []string{"电子签名：赵𬭎", "时间：2026-02-11 09:00:00 +08:00", "电子签名：李明"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not on the paper", want)
			}
		}
	})
}

func BenchmarkSignPaper(b *testing.B) {
	o := apptest.New(b, "panjin-2016")
	draft := o.Draft(o.Samples()[0])
	desk, ctx, key := o.As(draft.Owner), context.Background(), newKeys().of("赵𬭎", apptest.Start.AddDate(1, 0, 0))
	must(desk.Submit(ctx, draft))
	issued := must(desk.Issue(ctx, draft.ID, model.PaperApplication))
	r := must(desk.ReadFile(issued))
	pdf := must(io.ReadAll(r))
	_ = r.Close()
	as := app.PaperSigning{Key: key}.At(apptest.Start)
	for b.Loop() {
		if _, _, err := o.Signer.Sign(ctx, pdf, key, "", as); err != nil {
			b.Fatal(err)
		}
	}
}
