package model_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// story is one request told act by act.
type story struct {
	t    testing.TB
	p    *model.Profile
	kind model.Case
	live *model.LiveSystem // of a change or termination
	past []model.Event
	now  time.Time
}

// tell begins a story on the morning of 2026-02-11, the week before the Spring Festival.
func tell(t testing.TB, p *model.Profile, kind model.Case) *story {
	return &story{t: t, p: p, kind: kind, now: time.Date(2026, 2, 11, 9, 0, 0, 0, workday.Shanghai)}
}

// with is something that comes with an act.
type with func(*model.Act)

func note(text string) with { return func(a *model.Act) { a.Note = text } }

func values(pairs ...string) with {
	return func(a *model.Act) {
		if a.Values == nil {
			a.Values = model.Values{}
		}
		for i := 0; i < len(pairs); i += 2 {
			a.Values[pairs[i]] = pairs[i+1]
		}
	}
}

func figures(lines ...model.Line) with { return func(a *model.Act) { a.Lines = lines } }

func filling(f model.Filling) with {
	return func(a *model.Act) { a.Values, a.Rows, a.Files = f.Values.Clone(), f.Rows, f.Files }
}

func files(roles ...string) with {
	return func(a *model.Act) {
		for _, role := range roles {
			a.Files = append(a.Files, model.File{Role: role, Name: role + ".pdf", Size: 1, Hash: "00"})
		}
	}
}

func personOf(id string) model.Person {
	for _, who := range everyone {
		if who.ID == id {
			return who
		}
	}
	return model.Person{ID: id}
}

// try does an act and says why it was refused.
func (s *story) try(who string, action model.Action, extras ...with) error {
	s.t.Helper()
	p := personOf(who)
	a := model.Act{ID: fmt.Sprintf("%s-%d", s.kind, len(s.past)+1), Request: string(s.kind) + "-1", Case: s.kind, Action: action,
		Actor: p, Unit: model.Unit{ID: p.Unit, Name: "某中心"}, At: s.now, Claimed: s.now, Live: s.live}
	for _, extra := range extras {
		extra(&a)
	}
	e, err := model.Next(s.p, s.past, a)
	if err == nil {
		s.past = append(s.past, e.Seal(s.past))
	}
	return err
}

// do does an act that must succeed.
func (s *story) do(who string, action model.Action, extras ...with) *story {
	s.t.Helper()
	if err := s.try(who, action, extras...); err != nil {
		s.t.Fatalf("%s by %s: %v", action, who, err)
	}
	return s
}

// later lets days pass.
func (s *story) later(days int) *story {
	s.now = s.now.AddDate(0, 0, days)
	return s
}

func (s *story) request() model.Request {
	s.t.Helper()
	r, err := model.Replay(s.past)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// test is what the unit records of a test.
func test(kind, conclusion string) with {
	return func(a *model.Act) {
		values("test_kind", kind, "tested_on", workday.DateOf(a.At).String(), "tester", "李堃", "environment", "试用", "conclusion", conclusion)(a)
	}
}

// goneLive tells a city's sample from the application to production.
func goneLive(t testing.TB, p *model.Profile, name string) *story {
	s := tell(t, p, model.Usage)
	s.do("clerk", model.Submit, filling(sampleForm(t, p.ID, name)), values("system_id", "s1"))
	s.do("officer", model.Accept).do("approver", model.Approve, note("同意"))
	s.do("vendor", model.Deliver, values("trial_days", "15", "received_by", "王芳")).later(16)
	for _, kind := range model.TestKinds {
		s.do("clerk", model.RecordTest, test(kind, "passed"))
	}
	s.do("clerk", model.FileReport, files("report"), values("agency", "某中心", "accreditation", "CNAS", "cnas_number", "L1", "report_number", "1",
		"issued_on", "2026-02-20", "covers_performance", "true", "covers_security", "true", "conclusion", "passed"))
	return s.do("clerk", model.SubmitTests).do("reviewer", model.PassReview, note("通过")).do("vendor", model.GoLive)
}

// onLive begins a change or termination of a live system, as it runs now.
func (s *story) onLive(kind model.Case, later ...model.Request) *story {
	s.t.Helper()
	usage := s.request()
	lines, ok := model.Running(usage, later)
	if !ok {
		s.t.Fatal("it does not run")
	}
	next := tell(s.t, s.p, kind)
	next.now = s.now.AddDate(0, 0, 1+10*len(later))
	next.live = &model.LiveSystem{System: usage.System, Usage: usage.ID, Title: usage.Title(), Level: usage.Values()["mlps_level"], Lines: lines}
	return next
}

// laterForm reads what a change or termination of a city's sample says.
func laterForm(t testing.TB, id, system, name string) model.Filling {
	t.Helper()
	data, err := os.ReadFile("../assets/samples/" + id + "/" + system + "/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var f model.Filling
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"offline_date", "backup_on", "backup_checked_on"} { // before the story's end of a trial
		if f.Values[id] != "" {
			f.Values[id] = "2026-02-20"
		}
	}
	return f
}

// problemsOf lists what an act was refused for: field and key; nothing when it was not refused as invalid.
func problemsOf(err error) []string {
	var e *model.Error
	if !errors.As(err, &e) {
		return nil
	}
	var found []string
	for _, pr := range e.Problems {
		found = append(found, pr.Field+" "+pr.Key)
	}
	return found
}

// refused asks that an act was refused for these problems and no other.
func refused(t testing.TB, err error, want ...string) {
	t.Helper()
	if got := problemsOf(err); strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("got %q, %v\nwant %q", got, err, want)
	}
}

// cited asks that every problem of a refusal cites an article.
func cited(t testing.TB, err error, article string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || len(e.Problems) == 0 {
		t.Fatalf("it was not refused as invalid: %v", err)
	}
	for _, pr := range e.Problems {
		if pr.Args["article"] != article {
			t.Errorf("%s cites %q, want %s", pr.Field, pr.Args["article"], article)
		}
	}
}

// forbidden asks that an act was refused for who did it.
func forbidden(t testing.TB, err error) {
	t.Helper()
	if model.KindOf(err) != model.Forbidden {
		t.Errorf("got %v", err)
	}
}

// lineOf finds a line by its id.
func lineOf(t testing.TB, lines []model.Line, id string) model.Line {
	t.Helper()
	for _, l := range lines {
		if l.ID == id {
			return l
		}
	}
	t.Fatalf("there is no line %s", id)
	return model.Line{}
}

// systems are each city's sample of level 3, whose system is changed and terminated.
var systems = map[string]string{"panjin-2016": "permit-approval", "luan": "data-exchange"}

// articles of change and termination, by city.
var (
	changeArticle      = map[string]string{"panjin-2016": "第十一条", "luan": "第十五条"}
	terminationArticle = map[string]string{"panjin-2016": "第十二条", "luan": "第十六条"}
)
