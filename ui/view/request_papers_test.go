package view

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestPaperRows(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	draft := office.Draft(office.Samples()[0])
	desk := office.As(draft.Owner)
	if _, err := desk.Submit(context.Background(), draft); err != nil {
		t.Fatal(err)
	}
	row := func(kind model.DocumentKind, under bool) PaperRow {
		t.Helper()
		for _, r := range open(t, desk, draft.ID).PaperRows() {
			if r.Kind == kind && r.Under == under {
				return r
			}
		}
		t.Fatalf("no row of %s", kind)
		return PaperRow{}
	}
	t.Run("a paper is issued once what it says has happened", func(t *testing.T) {
		if r := row(model.PaperApplication, false); r.State != PaperReady || !r.MayIssue() || r.HasFile() || r.MayPrint() || r.MaySign() {
			t.Errorf("%+v", r)
		}
		if r := row(model.PaperGoLive, false); r.State != PaperNotReady || r.MayIssue() || r.MayHaveOFD() {
			t.Errorf("%+v", r)
		}
	})
	t.Run("the wanted one is the last that nobody has issued, and not the list of resources", func(t *testing.T) {
		rows := open(t, desk, draft.ID).PaperRows()
		if at := LatestReady(rows); rows[at].Kind != model.PaperApplication {
			t.Errorf("%s is wanted", rows[at].Kind)
		}
	})
	t.Run("an OFD stands below its paper, and neither prints nor signs", func(t *testing.T) {
		if _, err := open(t, desk, draft.ID).IssueOFD(context.Background(), model.PaperApplication); err != nil {
			t.Fatal(err)
		}
		if r := row(model.PaperApplication, false); r.State != PaperIssued || r.MayIssue() || !r.MayPrint() || !r.MaySign() || r.Copy.By != desk.Person.Name {
			t.Errorf("%+v", r)
		}
		if r := row(model.PaperApplication, true); r.Copy.Kind != app.OFDCopy || r.MayPrint() || r.MaySign() || !r.HasFile() {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a paper whose words have changed since can be issued again", func(t *testing.T) {
		id := office.Filed(model.Trial)
		reading := office.By(model.DutyReading)
		before := open(t, reading, id)
		if _, err := before.Issue(context.Background(), model.PaperLines); err != nil {
			t.Fatal(err)
		}
		changed := *before
		changed.Request.Lines = append([]model.Line{}, before.Request.Lines...)
		changed.Request.Lines[0].Asked.Count += 7
		now := open(t, reading, id)
		now.Request.Lines = changed.Request.Lines
		for _, r := range now.PaperRows() {
			if r.Kind == model.PaperLines && !r.Under && (r.State != PaperOutdated || !r.MayIssue()) {
				t.Errorf("%+v", r.State)
			}
		}
	})
}

func TestSignProblems(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	t.Run("a file that holds no certificate is a problem of the file, not of the password", func(t *testing.T) {
		_, err := SignForm{Key: []byte("nothing")}.Certificate(office.By(model.DutyReading))
		var e *model.Error
		if !errors.As(err, &e) || len(e.Problems) != 1 || e.Problems[0].Field != "key" || AsksPassword(err) {
			t.Errorf("%v", err)
		}
	})
}

func TestVerification(t *testing.T) {
	good := model.Signature{Intact: true, Trust: model.Trusted, Coverage: model.CoversWhole, Algorithm: "RSA 2048 · SHA-256"}
	untrusted, altered := good, good
	untrusted.Trust, altered.Intact = model.Untrusted, false
	for _, c := range []struct {
		name       string
		standing   app.Standing
		signatures []model.Signature
		grade      Grade
		word       string
	}{
		{"a paper without signatures is genuine by its record", app.StandingGenuine, nil, GradeGood, "verify.grade_good"},
		{"good signatures keep it good", app.StandingSigned, []model.Signature{good}, GradeGood, "verify.grade_good"},
		{"a stranger's certificate is to be looked at", app.StandingSigned, []model.Signature{good, untrusted}, GradeDoubt, "verify.grade_doubt"},
		{"an altered signature is bad", app.StandingUnknown, []model.Signature{altered}, GradeBad, "verify.grade_bad"},
		{"a changed paper is bad whoever signed it", app.StandingChanged, []model.Signature{good}, GradeBad, "verify.grade_bad"},
		{"of a foreign file only the signatures are judged", app.StandingUnknown, []model.Signature{good}, GradeUnknown, "verify.grade_signed"},
		{"a foreign file without a signature proves nothing", app.StandingUnknown, nil, GradeUnknown, "verify.grade_unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := Verification{Verdict: app.Verdict{Standing: c.standing, Signatures: c.signatures}}
			if v.Grade() != c.grade || v.Word() != c.word {
				t.Errorf("%d, %s", v.Grade(), v.Word())
			}
		})
	}
	t.Run("a file that is not there, and one that is no PDF, are said", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		path := filepath.Join(t.TempDir(), "x.pdf")
		if err := os.WriteFile(path, []byte("no PDF"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, p := range []string{path, path + ".gone"} {
			v, err := VerifyFile(context.Background(), office.By(model.DutyReading), p)
			if model.KindOf(err) != model.Invalid || v.Name != filepath.Base(p) {
				t.Errorf("%s: %v", v.Name, err)
			}
		}
	})
}
