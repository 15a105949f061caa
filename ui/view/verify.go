package view

import (
	"context"
	"os"
	"path/filepath"

	"yunban/app"
	"yunban/model"
)

// Verification is what was found of one PDF.
type Verification struct {
	Name string // of the file
	app.Verdict
}

// VerifyFile checks a file that a person brings.
func VerifyFile(ctx context.Context, desk *app.Desk, path string) (Verification, error) {
	v := Verification{Name: filepath.Base(path)}
	f, err := os.Open(path)
	if err != nil {
		return v, model.Wrap(model.Invalid, err, "error.file_unreadable", "name", v.Name)
	}
	defer f.Close()
	if err := ctx.Err(); err != nil {
		return v, err
	}
	v.Verdict, err = desk.VerifyPDF(ctx, f, nil)
	return v, err
}

// Grade is how well a file, or a signature of it, stands.
type Grade int

// The grades.
const (
	GradeGood    Grade = iota // all is well
	GradeUnknown              // nothing wrong, and nothing proven
	GradeDoubt                // something is to be looked at
	GradeBad                  // changed
)

// Grade is the verdict on the whole file.
func (v Verification) Grade() Grade {
	worst := GradeGood
	switch v.Standing {
	case app.StandingChanged:
		return GradeBad
	case app.StandingUnknown: // good signatures do not make it a paper of the office
		worst = GradeUnknown
	}
	for _, s := range v.Signatures {
		worst = max(worst, SignatureGrade(s))
	}
	return worst
}

// Word names the verdict on the whole file. Of a file that is none of the office's only its signatures are judged.
func (v Verification) Word() string {
	if v.Standing == app.StandingUnknown && len(v.Signatures) > 0 && v.Grade() == GradeUnknown {
		return "verify.grade_signed"
	}
	return v.Grade().Word()
}

// Word names the grade.
func (g Grade) Word() string {
	return [...]string{"verify.grade_good", "verify.grade_unknown", "verify.grade_doubt", "verify.grade_bad"}[g]
}

// Says says in one line what can be said of the file.
func (v Verification) Says() Text {
	switch {
	case v.Standing == app.StandingUnknown && len(v.Signatures) > 0:
		return Say("verify.foreign_signed")
	case v.Standing == app.StandingUnknown:
		return Say("verify.foreign")
	}
	return Say("verify." + string(v.Standing))
}

// Request is the request that the file is a paper of; nothing for none.
func (v Verification) Request() string {
	if v.Paper != nil && v.Paper.About.Kind == model.RequestSubject {
		return v.Paper.About.ID
	}
	return ""
}

// SignatureGrade tells how well one signature stands.
func SignatureGrade(s model.Signature) Grade {
	switch {
	case s.Good():
		return GradeGood
	case !s.Intact || s.Coverage == model.CoversOther:
		return GradeBad
	}
	return GradeDoubt
}

// SignatureFinding is one thing said of a signature.
type SignatureFinding struct {
	Text
	Grade Grade
}

// Findings says of a signature whether it is intact, how much it covers, whether it is trusted and why.
func Findings(s model.Signature) []SignatureFinding {
	var all []SignatureFinding
	add := func(key string, g Grade) { all = append(all, SignatureFinding{Say(key), g}) }
	if s.Problem != "" {
		add(s.Problem, GradeBad)
	}
	if s.Intact {
		add("signature.intact", GradeGood)
	}
	add("signature.coverage."+string(s.Coverage), coverageGrades[s.Coverage])
	if s.Algorithm != "" {
		grade := GradeDoubt
		if s.Trust == model.Trusted {
			grade = GradeGood
		}
		add("signature.trust."+string(s.Trust), grade)
	}
	if s.Lapsed {
		add("signature.lapsed", GradeUnknown)
	}
	if s.Certificate.Domestic {
		add("signature.domestic", GradeUnknown)
	}
	return all
}

var coverageGrades = map[model.Coverage]Grade{model.CoversWhole: GradeGood, model.CoversSigned: GradeGood, model.CoversPart: GradeDoubt,
	model.CoversOther: GradeBad}
