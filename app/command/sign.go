package command

import (
	"context"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
)

// signFlags are how a file is to be signed.
type signFlags struct {
	p12, out, reason, after string
	page                    int
	sm2                     bool
}

// signCommand signs a PDF. The certificate's password comes from YUNBAN_P12_PASSWORD or a prompt.
func (c *call) signCommand() *cobra.Command {
	var f signFlags
	cmd := &cobra.Command{Use: "sign F.pdf --p12 CERT.p12 --out G.pdf", Short: "Sign a PDF electronically; an issued paper's signature is recorded when --as is given",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return c.sign(cmd.Context(), args[0], f) }}
	cmd.Flags().StringVar(&f.p12, "p12", "", "the certificate with its key: PKCS#12, CFCA .sm2 or PEM; its password comes from YUNBAN_P12_PASSWORD or a prompt")
	cmd.Flags().StringVar(&f.out, "out", "", "the file to write")
	cmd.Flags().StringVar(&f.reason, "reason", "", "why it is signed")
	cmd.Flags().IntVar(&f.page, "page", 0, "the page of the visible signature; the last one otherwise")
	cmd.Flags().StringVar(&f.after, "after", "", "words of the signature area to sign at")
	cmd.Flags().BoolVar(&f.sm2, "sm2", false, "agree to an SM2 signature, which only domestic readers can check")
	required(cmd, "p12", "out")
	return cmd
}

func (c *call) sign(ctx context.Context, path string, f signFlags) error {
	pdf, err := readPDF(path)
	if err != nil {
		return err
	}
	key, err := os.ReadFile(f.p12)
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", f.p12)
	}
	password, err := c.password("YUNBAN_P12_PASSWORD", "command.p12_password")
	if err != nil {
		return err
	}
	as := app.PaperSigning{Key: key, Password: password, Reason: f.reason, Domestic: f.sm2, Place: model.SignaturePlace{Page: f.page, After: f.after}}
	if c.as == "" {
		signed, err := c.signAlone(ctx, pdf, as)
		if err != nil {
			return err
		}
		return c.writeSigned(f.out, signed, nil)
	}
	return c.desk(ctx, func(d *app.Desk) error {
		signed, recorded, err := d.SignPDF(ctx, pdf, as)
		if err != nil {
			return err
		}
		return c.writeSigned(f.out, signed, recorded)
	})
}

// signAlone signs with nobody signed in: nothing is recorded.
func (c *call) signAlone(ctx context.Context, pdf []byte, s app.PaperSigning) ([]byte, error) {
	signer, err := wire.Signer()
	if err != nil {
		return nil, err
	}
	signed, _, err := signer.Sign(ctx, pdf, s.Key, s.Password, s.At(c.now(ctx)))
	return signed, err
}

// now is the present time of the desk's office, or of the machine where there is none.
func (c *call) now(ctx context.Context) time.Time {
	at := time.Now()
	_ = c.office(ctx, func(o *wire.Opened) error { // no office is no error here
		at = o.Clock()
		return nil
	})
	return at
}

func (c *call) writeSigned(out string, signed []byte, recorded *model.File) error {
	if err := writeFile(out, signed); err != nil {
		return err
	}
	answer, key, name := map[string]any{"file": out, "size": len(signed), "recorded": recorded != nil}, "command.signed", out
	if recorded != nil {
		answer["hash"] = recorded.Hash
		key, name = "command.signed_recorded", recorded.Name
	}
	return c.answer(answer, c.words.Text(key, "path", out, "name", name))
}

func readPDF(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.file_unreadable", "name", path)
	}
	defer file.Close()
	return app.ReadPDF(file)
}

// verifyPDFCommand tells the signatures of a PDF.
func (c *call) verifyPDFCommand() *cobra.Command {
	var trust string
	cmd := &cobra.Command{Use: "pdf G.pdf", Short: "Tell who signed a PDF, when, whether they are trusted and whether anything was changed; with --as also whether it is an issued paper",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return c.verifyPDF(cmd.Context(), args[0], trust) }}
	cmd.Flags().StringVar(&trust, "trust", "", "a file of certificates to trust besides the office's own list, PEM")
	return cmd
}

// shownPaper is the issued paper that a file is.
type shownPaper struct {
	Document model.DocumentKind `json:"document"`
	Title    string             `json:"title"`
	Number   string             `json:"number"`
	IssuedAt time.Time          `json:"issued_at"`
	IssuedBy string             `json:"issued_by"`
	Current  bool               `json:"current"`
}

// shownVerdict is what was found of a file. Standing and paper are told to who is signed in.
type shownVerdict struct {
	OK         bool              `json:"ok"`
	Signatures []model.Signature `json:"signatures"`
	Standing   app.Standing      `json:"standing,omitempty"`
	Paper      *shownPaper       `json:"paper,omitempty"`
}

func (c *call) verifyPDF(ctx context.Context, path, trust string) error {
	pdf, err := readPDF(path)
	if err != nil {
		return err
	}
	var more []byte
	if trust != "" {
		if more, err = os.ReadFile(trust); err != nil {
			return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", trust)
		}
	}
	v, err := c.verdict(ctx, pdf, more)
	if err != nil {
		return err
	}
	good := v.Good() && (len(v.Signatures) > 0 || v.Paper != nil)
	shown := shownVerdict{OK: good, Signatures: append([]model.Signature{}, v.Signatures...), Standing: v.Standing}
	if p := v.Paper; p != nil {
		shown.Paper = &shownPaper{p.Kind, p.Title, p.Number, p.At, p.By, p.Current}
	}
	if err := c.answer(shown, c.verdictLines(v)...); err != nil {
		return err
	}
	if !good {
		return model.Errorf(model.Conflict, "error.signature_bad")
	}
	return nil
}

// verdict checks as much as can be: with somebody signed in the file's standing too, with an office its trust list.
func (c *call) verdict(ctx context.Context, pdf, more []byte) (v app.Verdict, err error) {
	if c.as != "" {
		err = c.desk(ctx, func(d *app.Desk) error {
			v, err = d.VerifyPDF(ctx, strings.NewReader(string(pdf)), more)
			return err
		})
		return v, err
	}
	err = c.office(ctx, func(o *wire.Opened) error {
		v.Signatures, err = o.VerifySignatures(ctx, pdf, more)
		return err
	})
	if model.KindOf(err) != model.NotFound {
		return v, err
	}
	signer, err := wire.Signer()
	if err != nil {
		return v, err
	}
	v.Signatures, err = signer.Verify(ctx, pdf, more, time.Now())
	return v, err
}

func (c *call) verdictLines(v app.Verdict) []string {
	var lines []string
	if v.Standing != "" {
		title, number := "", ""
		if v.Paper != nil {
			title, number = v.Paper.Title, v.Paper.Number
		}
		lines = append(lines, c.words.Text("standing."+string(v.Standing), "title", title, "number", number))
	}
	if len(v.Signatures) == 0 {
		return append(lines, c.words.Text("signature.none"))
	}
	for i, s := range v.Signatures {
		lines = append(lines, c.signatureLines(i+1, s)...)
	}
	return lines
}

func (c *call) signatureLines(n int, s model.Signature) []string {
	at := c.words.Text("signature.time_unknown")
	if !s.At.IsZero() {
		at = s.At.Format(time.RFC3339)
	}
	said := []string{c.words.Text("signature.coverage." + string(s.Coverage))}
	if s.Problem != "" {
		said = append([]string{c.words.Text(s.Problem)}, said...)
	}
	if s.Intact {
		said = append([]string{c.words.Text("signature.intact")}, said...)
	}
	if s.Algorithm != "" {
		said = append(said, c.words.Text("signature.trust."+string(s.Trust)))
	}
	if s.Lapsed {
		said = append(said, c.words.Text("signature.lapsed"))
	}
	if s.Certificate.Domestic {
		said = append(said, c.words.Text("signature.domestic"))
	}
	return []string{strconv.Itoa(n) + ". " + s.Certificate.Name + "　" + at + "　" + s.Algorithm,
		"   " + s.Certificate.Subject + " ← " + s.Certificate.Issuer, "   " + strings.Join(said, "；")}
}
