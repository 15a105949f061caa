package ui

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// certificates are an authority in PEM and a certificate of it with its key, as PKCS#12 of the password kw-2026.
func certificates(t *testing.T, until time.Time) (root, p12 string) {
	t.Helper()
	dir := t.TempDir()
	root, pair, p12 := filepath.Join(dir, "根证书.pem"), filepath.Join(dir, "pair.pem"), filepath.Join(dir, "赵.p12")
	newKey := func() *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	named := func(name string) *x509.Certificate {
		return &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name}, NotBefore: apptest.Start.AddDate(-1, 0, 0), NotAfter: until}
	}
	ca, caKey, key := named("测试根证书"), newKey(), newKey()
	ca.IsCA, ca.BasicConstraintsValid, ca.KeyUsage = true, true, x509.KeyUsageCertSign
	sealed := func(c *x509.Certificate, of *ecdsa.PrivateKey) []byte {
		der, err := x509.CreateCertificate(rand.Reader, c, ca, of.Public(), caKey)
		if err != nil {
			t.Fatal(err)
		}
		return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write := func(path string, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(root, sealed(ca, caKey))
	write(pair, append(sealed(named("赵𬭎"), key), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...))
	if out, err := exec.Command("openssl", "pkcs12", "-export", "-in", pair, "-passout", "pass:kw-2026", "-out", p12).CombinedOutput(); err != nil {
		t.Fatalf("openssl: %v\n%s", err, out)
	}
	return root, p12
}

// domesticKey is an SM2 certificate with its key, in PEM.
func domesticKey(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	key, certificate := filepath.Join(dir, "sm2.key"), filepath.Join(dir, "sm2.crt")
	for _, args := range [][]string{{"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", key},
		{"req", "-new", "-x509", "-key", key, "-sm3", "-days", "20000", "-subj", "/CN=孙敏", "-utf8", "-sigopt", "distid:1234567812345678", "-out", certificate}} {
		if out, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
			t.Fatalf("openssl: %v\n%s", err, out)
		}
	}
	var both []byte
	for _, path := range []string{certificate, key} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		both = append(both, data...)
	}
	path := filepath.Join(dir, "国密.pem")
	if err := os.WriteFile(path, both, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// atPapers is a window at the papers of a request.
func atPapers(t *testing.T, office *apptest.Office, duty model.Duty, id string) (*Window, *requestPage) {
	t.Helper()
	w, p := openRequest(t, office, duty, id)
	p.show("papers")
	return w, p
}

// choosePaper chooses the line of a paper or, by the words of its line, of what stands below.
func choosePaper(t *testing.T, p *requestPage, words string) view.PaperRow {
	t.Helper()
	for i, row := range p.papers.table.Rows() {
		if strings.Contains(p.w.paperWords(row), words) {
			p.papers.table.Select(i)
			p.paper = i
			p.papers.offer(row)
			return row
		}
	}
	t.Fatalf("no line of %s", words)
	return view.PaperRow{}
}

func contentOf(t *testing.T, w *Window, f model.File) []byte {
	t.Helper()
	r, err := w.desk.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPaperList(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Live)
	t.Run("what cannot be issued yet has no button that works, what can has", func(t *testing.T) {
		w, p := atPapers(t, office, model.DutyReading, office.Filed(model.Submitted))
		choosePaper(t, p, "开通通知书")
		sees(t, w, "尚不能出具", "所记载的事项办理之后才能出具")
		if !p.papers.issue.Disabled() || !p.papers.open.Disabled() || !p.papers.sign.Disabled() {
			t.Error("a paper that is not ready can be had")
		}
	})
	t.Run("an issued paper stands there with who issued it, and issuing it again is not offered", func(t *testing.T) {
		draft := office.Draft(office.Samples()[1])
		if _, err := office.As(draft.Owner).Submit(context.Background(), draft); err != nil {
			t.Fatal(err)
		}
		w, p := atPapers(t, office, model.DutyAcceptance, draft.ID)
		if row := choosePaper(t, p, "使用申请表"); row.State != view.PaperReady || p.papers.issue.Disabled() || !p.papers.print.Disabled() {
			t.Errorf("a paper that is ready cannot be issued, or can be printed before: %+v", row)
		}
		test.Tap(p.papers.issue)
		sees(t, w, "已出具", "已记入办理记录")
		row := choosePaper(t, p, "使用申请表")
		if row.State != view.PaperIssued || row.Copy.By != w.desk.Person.Name || !p.papers.issue.Disabled() || p.papers.print.Disabled() {
			t.Errorf("row %+v", row)
		}
	})
	t.Run("the same paper can be had as OFD, which stands below it", func(t *testing.T) {
		w, p := atPapers(t, office, model.DutyReading, id)
		choosePaper(t, p, "开通通知书")
		w.lastFolder = t.TempDir()
		test.Tap(p.papers.ofd)
		pressKey(w, fyne.KeyReturn)
		saved, err := filepath.Glob(filepath.Join(w.lastFolder, "*.ofd"))
		if err != nil || len(saved) != 1 {
			t.Errorf("saved %v, %v", saved, err)
		}
		if row := choosePaper(t, p, "OFD 版式文件"); !row.Under || !p.papers.sign.Disabled() || p.papers.open.Disabled() {
			t.Errorf("row %+v", row)
		}
	})
	t.Run("a whole file is bound as one PDF", func(t *testing.T) {
		w, p := atPapers(t, office, model.DutyReading, id)
		w.lastFolder = t.TempDir()
		p.bind()
		pressKey(w, fyne.KeyReturn)
		data, err := os.ReadFile(filepath.Join(w.lastFolder, safeName(p.r.BindName())))
		if err != nil || string(data[:5]) != "%PDF-" {
			t.Error(err)
		}
		sees(t, w, "整卷 PDF 已装订")
	})
}

// printers is a computer with printers; what is sent is only noted.
type printers struct {
	names []string
	sent  []string
	open  int
}

func (p *printers) Printers(context.Context) ([]string, error) { return p.names, nil }

func (p *printers) Send(_ context.Context, _ string, _ io.Reader, printer string) error {
	if len(p.names) == 0 {
		return model.Errorf(model.NotFound, "error.no_printing")
	}
	p.sent = append(p.sent, printer)
	return nil
}

func (p *printers) Open(context.Context, string, io.Reader) error {
	p.open++
	return nil
}

func TestPrinting(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	spool := &printers{names: []string{"HP_LaserJet", "三楼"}}
	office.Spool = spool
	w, p := atPapers(t, office, model.DutyAcceptance, id)
	p.issue(model.PaperApplication)
	choosePaper(t, p, "使用申请表")
	t.Run("the usual printer comes first, and what is said is that it was sent, not that it was printed", func(t *testing.T) {
		test.Tap(p.papers.print)
		sees(t, w, "HP_LaserJet", "纸张是否印出")
		pressKey(w, fyne.KeyReturn)
		if len(spool.sent) != 1 || spool.sent[0] != "HP_LaserJet" {
			t.Errorf("sent to %v", spool.sent)
		}
		sees(t, w, "已送打印机（HP_LaserJet）")
		if strings.Contains(shown(w.win.Content()), "已打印") {
			t.Error("nobody knows whether it was printed")
		}
	})
	t.Run("without a printer the paper is opened, and nothing is recorded", func(t *testing.T) {
		spool.names = nil
		before := p.r.Request.Seq
		chooseMenu(t, w, "menu.print")
		sees(t, w, "本机没有可用的打印机")
		pressKey(w, fyne.KeyReturn)
		p.Refresh()
		if spool.open != 1 || p.r.Request.Seq != before {
			t.Errorf("opened %d times, at %d after %d", spool.open, p.r.Request.Seq, before)
		}
	})
}

func fillSign(d *signDialog, key, password string) {
	d.key.SetValue(key)
	d.password.SetValue(password)
	d.forget()
	d.confirm()
}

func TestDomesticSigning(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	w, p := atPapers(t, office, model.DutyAcceptance, office.Filed(model.Submitted))
	p.issue(model.PaperApplication)
	office.Clock.Set(time.Now().Add(time.Hour)) // the certificate is made now
	t.Run("SM2 is said to be for domestic readers, and asks to be agreed to", func(t *testing.T) {
		d := p.openSign(choosePaper(t, p, "使用申请表"))
		fillSign(d, domesticKey(t), "")
		sees(t, w, "SM2", "国产阅读软件")
		d.confirm()
		d.confirm()
		sees(t, w, "请先勾选")
		if !kit.DialogOpen(w.win.Canvas()) {
			t.Fatal("it signed without being agreed to")
		}
		d.domestic.Tapped(nil)
		if d.agree.Visible() {
			t.Error("it still asks")
		}
		d.confirm()
		sees(t, w, "电子签名：孙敏")
		if kit.DialogOpen(w.win.Canvas()) {
			t.Error("it did not sign")
		}
	})
}

func TestSigning(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	root, p12 := certificates(t, apptest.Start.AddDate(1, 0, 0))
	_, old := certificates(t, apptest.Start.AddDate(0, 0, -1))
	w, p := atPapers(t, office, model.DutyAcceptance, id)
	p.issue(model.PaperApplication)
	row := choosePaper(t, p, "使用申请表")
	begin := func() *signDialog { return p.openSign(choosePaper(t, p, row.Title)) }
	fill := fillSign
	t.Run("what is wrong is said at its field, and the dialog keeps what was typed", func(t *testing.T) {
		text := filepath.Join(t.TempDir(), "不是证书.p12")
		if err := os.WriteFile(text, []byte("certificate"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ key, password, field string }{{"", "", "key"}, {"/gone/证书.p12", "", "key"}, {text, "kw-2026", "key"},
			{p12, "wrong", "password"}, {p12, "", "password"}, {old, "kw-2026", "key"}, {root, "", "key"}} {
			d := begin()
			fill(d, c.key, c.password)
			if d.fields.wrong[c.field].Text == "" || !kit.DialogOpen(w.win.Canvas()) || d.key.Value() != c.key {
				t.Errorf("%s, %s: nothing is said at %s", c.key, c.password, c.field)
			}
			d.dialog.Close()
		}
	})
	t.Run("a file without its password only asks for it", func(t *testing.T) {
		d := begin()
		d.take(p12)
		if d.fields.wrong["password"].Text != "" || d.opened != nil {
			t.Error("it is blamed")
		}
		d.dialog.Close()
	})
	t.Run("the certificate is shown before it signs, and the signed paper stands below the paper", func(t *testing.T) {
		d := begin()
		fill(d, p12, "kw-2026")
		sees(t, w, "赵𬭎", "ECDSA P-256", "测试根证书")
		if len(p.r.PaperRows()) != len(p.papers.table.Rows()) || strings.Contains(shown(w.win.Content()), "电子签名：") {
			t.Error("it signed before the certificate was seen")
		}
		d.reason.SetValue("同意")
		d.confirm()
		sees(t, w, "电子签名：赵𬭎", "已签名并记入办理记录")
	})
	t.Run("a second signature goes onto the first", func(t *testing.T) {
		d := begin()
		fill(d, p12, "kw-2026")
		d.confirm()
		if kit.DialogOpen(w.win.Canvas()) {
			t.Fatal("it was refused")
		}
	})
	t.Run("a page that is none is said at its field", func(t *testing.T) {
		d := begin()
		fill(d, p12, "kw-2026")
		for _, page := range []string{"0", "零", "99"} {
			d.page.SetValue(page)
			d.confirm()
			if d.fields.wrong["page"].Text == "" {
				t.Errorf("page %s", page)
			}
			d.fields.clear()
		}
		d.dialog.Close()
	})
	t.Run("a file is told to be that paper, by whom it is signed and whether they are trusted", func(t *testing.T) {
		signed := contentOf(t, w, p.r.PaperRows()[0].Latest)
		path := filepath.Join(t.TempDir(), "收到的.pdf")
		check := func(data []byte) {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			page[*verifyPage](t, w).check(path)
		}
		chooseMenu(t, w, "menu.verify")
		check(signed)
		sees(t, w, "只增加了电子签名", "签名 1：赵𬭎", "签名 2：赵𬭎", "证书不在信任列表之下", "需留意", "同意")
		admin := office.By(model.DutyAdministration)
		data, err := os.ReadFile(root)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := admin.AddTrustRoot(context.Background(), data); err != nil {
			t.Fatal(err)
		}
		check(signed)
		sees(t, w, "证书可信", "核验通过")
		check(append(slices.Clone(signed), "\n% something\n"...))
		sees(t, w, "签名之后又有其他改动", "需留意")
		altered := slices.Clone(signed)
		altered[700] ^= 1
		check(altered)
		sees(t, w, "不可采信")
		check(signed[:len(signed)/2])
		sees(t, w, "无法核验")
		check([]byte("no PDF at all"))
		sees(t, w, "无法核验")
	})
	t.Run("the verdict leads to the request", func(t *testing.T) {
		v, err := view.VerifyFile(context.Background(), w.desk, saved(t, contentOf(t, w, p.r.PaperRows()[0].Copy.File)))
		if err != nil || v.Request() != id || v.Grade() != view.GradeGood {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

func saved(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "文书.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
