package model_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yunban/model"
	"yunban/model/workday"
)

// city reads a shipped regulation.
func city(t testing.TB, id string) *model.Profile {
	t.Helper()
	read := func(id string) ([]byte, error) { return os.ReadFile("../assets/profiles/" + id + ".json") }
	text, err := read(id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := model.ParseProfile(text, read)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sampleForm reads what a city's sample request says.
func sampleForm(t testing.TB, id, name string) model.Filling {
	t.Helper()
	data, err := os.ReadFile("../assets/samples/" + id + "/" + name + "/request.json")
	if err != nil {
		t.Fatal(err)
	}
	var form struct {
		Values model.Values
		Rows   []model.Row
		Files  []struct{ Role, Path string }
	}
	if err := json.Unmarshal(data, &form); err != nil {
		t.Fatal(err)
	}
	f := model.Filling{Values: form.Values, Rows: form.Rows}
	for _, file := range form.Files {
		f.Files = append(f.Files, model.File{Role: file.Role, Name: file.Path, Size: 1, Hash: "00"})
	}
	return f
}

func samples(t testing.TB, id string) []string {
	t.Helper()
	entries, err := os.ReadDir("../assets/samples/" + id)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

var everyone = []model.Person{
	{ID: "clerk", Name: "王芳", Unit: "u1", Roles: []model.Role{model.RoleClerk}},
	{ID: "stranger", Name: "李四", Unit: "u2", Roles: []model.Role{model.RoleClerk}},
	{ID: "officer", Name: "赵六", Roles: []model.Role{model.RoleAcceptanceOfficer}},
	{ID: "approver", Name: "钱七", Roles: []model.Role{model.RoleApprover}},
	{ID: "reviewer", Name: "孙八", Roles: []model.Role{model.RoleFinalReviewer}},
	{ID: "vendor", Name: "周九", Roles: []model.Role{model.RoleVendorEngineer}},
	{ID: "admin", Name: "吴十", Roles: []model.Role{model.RoleAdministrator}},
	{ID: "gone", Name: "郑一", Unit: "u1", Roles: []model.Role{model.RoleClerk, model.RoleApprover}, Disabled: true},
}

// play is one request under random acts.
type play struct {
	p    *model.Profile
	form model.Filling
	past []model.Event
	now  time.Time
	n    int
}

var anyAction = []model.Action{model.Submit, model.Accept, model.Decline, model.Approve, model.Disapprove, model.Deliver,
	model.AskExtension, model.GrantExtension, model.RefuseExtension, model.RecordTest, model.FileReport, model.SubmitTests,
	model.ReturnTests, model.PassReview, model.GoLive, model.Withdraw, model.EndTrial, model.Reclaim, "nonsense", model.Issue}

// act draws an act; most are sensible, some are not.
func (g *play) act(t *rapid.T) model.Act {
	g.n++
	g.now = g.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "hours")) * time.Hour)
	who := rapid.SampledFrom(everyone).Draw(t, "who")
	a := model.Act{ID: fmt.Sprintf("e%d", g.n), Request: "r1", Case: model.Usage, Actor: who, Unit: model.Unit{ID: who.Unit, Name: who.Unit},
		At: g.now, Claimed: g.now, Action: rapid.SampledFrom(anyAction).Draw(t, "action"),
		Note: rapid.SampledFrom([]string{"", "  ", "同意", "理由"}).Draw(t, "note")}
	a.Values = model.Values{"trial_days": rapid.SampledFrom([]string{"15", "30", "14", "x"}).Draw(t, "days"), "received_by": "王芳",
		"delivered_instances": "10.0.0.1", "days": "7", "test_kind": rapid.SampledFrom(model.TestKinds).Draw(t, "test"), "tested_on": "2026-03-01",
		"tester": "李堃", "environment": "试用", "conclusion": rapid.SampledFrom([]string{"passed", "failed"}).Draw(t, "conclusion"),
		"agency": "某中心", "accreditation": "CNAS", "report_number": "1", "issued_on": "2026-03-01", "covers_performance": "true",
		"covers_security": "true", "cnas_number": "L1", "erase_method": "overwrite", "reclaimed_by": "周九"}
	if a.Action == model.Submit {
		a.Values, a.Rows, a.Files = g.form.Values.Clone(), g.form.Rows, g.form.Files
	}
	if a.Action == model.FileReport {
		a.Files = []model.File{{Role: "report", Name: "r.pdf", Size: 1, Hash: "00"}}
	}
	if len(g.past) > 0 && rapid.Bool().Draw(t, "looked") {
		a.After = g.past[rapid.IntRange(0, len(g.past)-1).Draw(t, "seen")].ID
	}
	return a
}

// TestAnyOrderOfActs lets everybody do anything in any order, in both cities.
func TestAnyOrderOfActs(t *testing.T) {
	for _, id := range []string{"panjin-2016", "luan"} {
		p, form := city(t, id), sampleForm(t, id, samples(t, id)[0])
		t.Run(id+": no order of acts panics, skips an arrow or loses what was filed", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				g := &play{p: p, form: form, now: time.Date(2026, 2, 11, 9, 0, 0, 0, workday.Shanghai)}
				for range rapid.IntRange(1, 60).Draw(t, "acts") {
					g.step(t)
				}
				g.settled(t)
			})
		})
	}
}

// step tries one act and checks that what happened is on the map.
func (g *play) step(t *rapid.T) {
	before, err := model.Replay(g.past)
	if err != nil {
		t.Fatal(err)
	}
	a := g.act(t)
	e, err := model.Next(g.p, g.past, a)
	if err != nil {
		if k := model.KindOf(err); k != model.Invalid && k != model.Forbidden && k != model.Conflict {
			t.Fatalf("%s: refused as %s: %v", a.Action, k, err)
		}
		return
	}
	g.past = append(g.past, e.Seal(g.past))
	after := model.Apply(before, g.past[len(g.past)-1])
	if !lawful(before, after, a) {
		t.Fatalf("%s by %s moved %s to %s", a.Action, a.Actor.ID, before.Status, after.Status)
	}
	if len(after.Rounds) < len(before.Rounds) {
		t.Fatal("a round was lost")
	}
	if a.Action != model.Submit {
		return
	}
	if got := after.Values()["system_name"]; got != g.form.Values["system_name"] {
		t.Fatalf("the filed name became %q", got)
	}
}

// lawful reports whether an arrow allows the move, by a holder of its duty who is not disabled.
func lawful(before, after model.Request, a model.Act) bool {
	for _, move := range model.Arrows(model.Usage) {
		if move.From == before.Status && move.Action == a.Action && move.To == after.Status {
			return !a.Actor.Disabled && (move.By != model.DutyUnit || a.Actor.Unit == after.Unit)
		}
	}
	return false
}

// settled checks the whole past: replay is deterministic, the chain holds, and survives JSON.
func (g *play) settled(t *rapid.T) {
	one, _ := model.Replay(g.past)
	two, _ := model.Replay(g.past)
	if !reflect.DeepEqual(one, two) {
		t.Fatal("two replays differ")
	}
	data, err := json.Marshal(g.past)
	if err != nil {
		t.Fatal(err)
	}
	var back []model.Event
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if err := model.VerifyChain(back); err != nil {
		t.Fatal(err)
	}
	if again, _ := model.Replay(back); !reflect.DeepEqual(one.Summary(g.now), again.Summary(g.now)) {
		t.Fatal("the request changed on its way through JSON")
	}
	for _, who := range everyone {
		for _, o := range one.Can(g.p, who) {
			if o.May && o.Why != nil {
				t.Fatal("may, and may not")
			}
		}
	}
}

func TestTheChain(t *testing.T) {
	p, form := city(t, "luan"), sampleForm(t, "luan", samples(t, "luan")[0])
	at := time.Date(2026, 2, 11, 9, 0, 0, 0, workday.Shanghai)
	e, err := model.Next(p, nil, model.Act{ID: "e1", Request: "r1", Case: model.Usage, Action: model.Submit, Actor: everyone[0],
		Unit: model.Unit{ID: "u1"}, At: at, Claimed: at, Values: form.Values, Rows: form.Rows, Files: form.Files})
	if err != nil {
		t.Fatal(err)
	}
	past := []model.Event{e.Seal(nil)}
	t.Run("an altered event breaks the chain", func(t *testing.T) {
		altered := []model.Event{past[0]}
		altered[0].Note = "改过"
		if model.VerifyChain(altered) == nil {
			t.Error("nobody noticed")
		}
	})
	t.Run("a missing event breaks the chain", func(t *testing.T) {
		second := model.Event{ID: "e2", Subject: e.Subject, Action: model.Accept}.Seal(past)
		if model.VerifyChain([]model.Event{second}) == nil {
			t.Error("nobody noticed")
		}
	})
	t.Run("an action of a newer version leaves the request readable and read-only", func(t *testing.T) {
		r, err := model.Replay(append(past, model.Event{ID: "e2", Subject: e.Subject, Action: "teleport"}.Seal(past)))
		if err != nil || !r.ReadOnly || r.Title() == "" {
			t.Error(err, r.ReadOnly)
		}
		if len(r.Can(p, everyone[2])) != 0 {
			t.Error("a read-only request offers actions")
		}
	})
	t.Run("the first released format still replays", func(t *testing.T) {
		data, err := os.ReadFile("testdata/events-v1.json")
		if *update {
			data, err = json.MarshalIndent(past, "", "  ")
			if err == nil {
				err = os.WriteFile("testdata/events-v1.json", data, 0o644)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		var kept []model.Event
		if err := json.Unmarshal(data, &kept); err != nil {
			t.Fatal(err)
		}
		if err := model.VerifyChain(kept); err != nil {
			t.Error(err)
		}
		if r, err := model.Replay(kept); err != nil || r.Status != model.Submitted || len(r.Lines) == 0 {
			t.Error(err, r.Status)
		}
	})
}
