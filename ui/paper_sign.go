package ui

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// keyTypes are the endings of files that hold a certificate with its key.
var keyTypes = []string{"p12", "pfx", "sm2", "pem"}

// maxKey is the largest certificate file that is read, in bytes.
const maxKey = 4 << 20

// signDialog signs a paper electronically: the certificate with its password first, then whose it is, then the signature.
type signDialog struct {
	w        *Window
	p        *requestPage
	row      view.PaperRow
	dialog   *kit.Dialog
	fields   *fields
	key      *pathField
	password *kit.Entry
	place    *kit.Picker
	page     *kit.Entry
	reason   *kit.Entry
	domestic *kit.Check // agrees to SM2
	agree    *kit.Entry // asks for it
	whose    *fyne.Container
	form     view.SignForm // as the certificate was opened
	opened   *model.Certificate
	busy     bool
}

// sign opens the dialog for a paper, onto the signatures that it has.
func (p *requestPage) sign(row view.PaperRow) { p.openSign(row) }

func (p *requestPage) openSign(row view.PaperRow) *signDialog {
	w := p.w
	d := &signDialog{w: w, p: p, row: row, fields: w.newFields(), password: kit.NewPassword(), page: kit.NewEntry(), reason: kit.NewEntry(),
		whose: kit.NewColumn(6)}
	d.key = newPathField(w.T("sign.key_hint"), w.T("sign.choose"), d.choose)
	d.domestic = kit.NewCheck(w.T("sign.domestic_agree"), func(bool) { d.askAgreement(false) })
	d.agree = kit.NewCaption(kit.ToneBad.Sign()+" "+w.T("problem.sign_domestic"), kit.ToneBad)
	d.agree.Hide()
	d.place = d.places()
	d.page.PlaceHolder = w.T("sign.page_hint")
	d.page.Filter = halfWidth
	d.reason.PlaceHolder, d.reason.Max = w.T("sign.reason_hint"), 100
	d.draw()
	w.Show(d.dialog)
	d.key.Focus()
	return d
}

func (d *signDialog) draw() {
	w, f := d.w, d.fields
	f.add("key", "sign.key", d.key)
	f.add("password", "sign.password", d.password)
	f.content.Add(d.whose)
	f.add("place", "sign.place", d.place)
	f.add("page", "sign.page", d.page)
	f.add("reason", "sign.reason", d.reason)
	d.key.SetOnChanged(func(string) { d.forget() })
	d.password.SetOnChanged(func(string) { d.forget() })
	d.password.SetOnFocus(func(here bool) {
		if !here && d.password.Value() != "" && d.opened == nil {
			d.open(nil)
		}
	})
	d.forget()
	d.dialog = kit.NewDialog(w.T("sign.title", "title", d.row.Title), kit.NewColumn(8, kit.NewCaption(w.T("sign.how"), kit.ToneNeutral), f.content), w.T("sign.verb"), w.T("dialog.cancel"))
	d.dialog.Width = 640
	d.dialog.OnConfirm = func() bool { d.confirm(); return false }
	d.dialog.OnDropped = func(_ fyne.Position, paths []string) { d.take(paths[0]) }
}

// places offers the paper's own signature areas.
func (d *signDialog) places() *kit.Picker {
	options := []kit.Option{{Code: "", Label: d.w.T("sign.place_auto")}}
	for _, words := range d.p.r.SignatureAreas(d.row.Kind) {
		options = append(options, kit.Option{Code: words, Label: words})
	}
	p := kit.NewPicker(options, d.w.pickerWords())
	p.SetValue("")
	return p
}

func (d *signDialog) choose() {
	d.w.chooseFile(d.w.T("sign.key"), keyTypes, d.take)
}

// take takes a certificate file and tries it without a password.
func (d *signDialog) take(path string) {
	d.key.SetValue(path)
	d.forget()
	d.password.Focus()
	d.open(nil)
}

// forget drops what was shown of a certificate that is not the one in the fields any more.
func (d *signDialog) forget() {
	d.opened = nil
	d.fields.clear()
	d.whose.Objects = nil
	d.whose.Hide()
	d.redraw()
}

func (d *signDialog) redraw() {
	d.whose.Refresh()
	if d.dialog != nil {
		d.dialog.Refresh()
	}
}

// confirm shows the certificate first: nobody signs with one that he has not seen.
func (d *signDialog) confirm() {
	switch {
	case d.busy:
	case strings.TrimSpace(d.key.Value()) == "":
		d.failed(model.InvalidInput([]model.Problem{{Field: "key", Key: "problem.sign_key"}}))
	case d.opened == nil:
		d.open(func() {
			if d.opened.Domestic {
				d.domestic.Focus()
			}
		})
	default:
		d.sign()
	}
}

// open reads the certificate and shows whose it is. A password that was not typed yet is asked for, not blamed.
func (d *signDialog) open(then func()) {
	path, desk := strings.TrimSpace(d.key.Value()), d.w.desk
	if path == "" || d.busy {
		return
	}
	d.busy = true
	form := view.SignForm{Password: d.password.Value()}
	var c model.Certificate
	d.w.Work(d.w.T("sign.opening"), func(context.Context, Progress) (err error) {
		if form.Key, err = readKeyFile(path); err != nil {
			return err
		}
		c, err = form.Certificate(desk)
		return err
	}, func(err error) {
		d.busy = false
		if c.Name != "" {
			d.show(c)
		}
		switch {
		case form.Password == "" && view.AsksPassword(err) && then == nil:
		case err != nil:
			d.failed(err)
		default:
			d.form, d.opened = form, &c
			if then != nil {
				then()
			}
		}
	})
}

// show shows whose certificate it is.
func (d *signDialog) show(c model.Certificate) {
	w := d.w
	d.fields.clear()
	tone := kit.ToneNone
	if now := w.office.Clock(); now.After(c.Until) || now.Before(c.From) {
		tone = kit.ToneBad
	}
	shown := kit.NewColumn(8, kit.NewInfoGrid(
		kit.Info{Label: w.T("sign.who"), Value: c.Name}, kit.Info{Label: w.T("sign.algorithm"), Value: c.Key},
		kit.Info{Label: w.T("sign.valid"), Value: w.T("sign.from_until", "from", view.Day(c.From), "until", view.Day(c.Until)), Tone: tone},
		kit.Info{Label: w.T("sign.serial"), Value: c.Serial},
		kit.Info{Label: w.T("sign.subject"), Value: c.Subject, Wide: true}, kit.Info{Label: w.T("sign.issuer"), Value: c.Issuer, Wide: true}))
	if c.Domestic {
		shown.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("sign.domestic_note"), kit.ToneWarn))
		shown.Add(d.domestic)
		shown.Add(d.agree)
	}
	d.whose.Objects = []fyne.CanvasObject{kit.NewCard("", shown), container.New(fixedHeight{8}, kit.NewColumn(0))}
	d.whose.Show()
	d.redraw()
}

// sign signs, records and shows the signed paper.
func (d *signDialog) sign() {
	d.form.Reason, d.form.After, d.form.Domestic, d.form.Page = d.reason.Value(), d.place.Value(), d.domestic.Checked(), 0
	if typed := strings.TrimSpace(d.page.Value()); typed != "" {
		n, err := strconv.Atoi(typed)
		if err != nil || n < 1 {
			d.failed(model.InvalidInput([]model.Problem{{Field: "page", Key: "problem.sign_page"}}))
			return
		}
		d.form.Page = n
	}
	if d.opened.Domestic && !d.form.Domestic {
		d.askAgreement(true)
		d.domestic.Focus()
		return
	}
	d.busy = true
	d.dialog.SetVerbEnabled(false)
	r, form, paper := d.p.r, d.form, d.row.Latest
	var file model.File
	d.w.Work(d.w.T("sign.signing"), func(ctx context.Context, _ Progress) (err error) {
		file, err = r.Sign(ctx, paper, form)
		return err
	}, func(err error) {
		d.busy = false
		d.dialog.SetVerbEnabled(true)
		if err != nil {
			d.failed(err)
			return
		}
		d.dialog.Close()
		d.p.tell(file, "sign.done")
		if d.w.opts.OpenPath != nil {
			d.w.openKept(file)
		}
	})
}

// askAgreement asks for the agreement to SM2, or not any more.
func (d *signDialog) askAgreement(on bool) {
	visible(d.agree, on)
	d.domestic.SetInvalid(on)
	d.redraw()
}

func (d *signDialog) failed(err error) {
	d.fields.show(err)
	d.redraw()
}

// readKeyFile reads a certificate file; what is much too large is none.
func readKeyFile(path string) ([]byte, error) {
	at := func(key string) error {
		return model.InvalidInput([]model.Problem{{Field: "key", Key: key, Args: map[string]string{"name": filepath.Base(path)}}})
	}
	info, err := os.Stat(path)
	switch {
	case err != nil || info.IsDir():
		return nil, at("problem.sign_no_file")
	case info.Size() > maxKey:
		return nil, at("error.p12_broken")
	}
	key, err := os.ReadFile(path)
	if err != nil {
		return nil, at("problem.sign_no_file")
	}
	return key, nil
}
