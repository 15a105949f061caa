package model_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
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
	{ID: "deputy", Name: "冯二", Roles: []model.Role{model.RoleApprover}},
	{ID: "third", Name: "卫三", Roles: []model.Role{model.RoleApprover}},
	{ID: "reviewer", Name: "孙八", Roles: []model.Role{model.RoleFinalReviewer}},
	{ID: "vendor", Name: "周九", Roles: []model.Role{model.RoleVendorEngineer}},
	{ID: "admin", Name: "吴十", Roles: []model.Role{model.RoleAdministrator}},
	{ID: "gone", Name: "郑一", Unit: "u1", Roles: []model.Role{model.RoleClerk, model.RoleApprover}, Disabled: true},
}

// play is one request under random acts.
type play struct {
	p     *model.Profile
	kind  model.Case
	form  model.Filling
	usage model.Request // the live one that a change or termination is about
	live  *model.LiveSystem
	told  []model.Event // a usage request's whole life, of which any part may have happened before
	past  []model.Event
	now   time.Time
	steps int
}

// anyAction is every action of every case, the asides, and some that no case has.
func anyAction() []model.Action {
	all := []model.Action{model.Comment, model.Urge, model.CC, model.Transfer, "nonsense", model.Issue}
	for _, a := range allArrows() {
		if !slices.Contains(all, a.Action) {
			all = append(all, a.Action)
		}
	}
	return all
}

// act draws an act; most are sensible, some are not.
func (g *play) act(t *rapid.T, r model.Request) model.Act {
	g.now = g.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "hours")) * time.Hour)
	action, who := g.sensible(t, r)
	if rapid.IntRange(0, 3).Draw(t, "wild") == 0 {
		action, who = rapid.SampledFrom(anyAction()).Draw(t, "action"), rapid.SampledFrom(everyone).Draw(t, "who")
	}
	a := model.Act{ID: fmt.Sprintf("e%d", g.steps), Request: "r1", Case: g.kind, Actor: who, Unit: model.Unit{ID: who.Unit, Name: who.Unit},
		At: g.now, Claimed: g.now, Action: action, Note: rapid.SampledFrom([]string{"同意", "理由", "", "  "}).Draw(t, "note")}
	if rapid.IntRange(0, 9).Draw(t, "delegated") == 0 {
		a.For = &everyone[rapid.IntRange(0, len(everyone)-1).Draw(t, "for")]
	}
	g.fill(t, r, &a)
	if len(g.past) > 0 && rapid.IntRange(0, 3).Draw(t, "looked") == 0 {
		a.After = g.past[rapid.IntRange(0, len(g.past)-1).Draw(t, "seen")].ID
	}
	return a
}

// givesUp are the actions that end a request before its time; they are drawn less often, or nothing would get far.
var givesUp = []model.Action{model.Withdraw, model.Disapprove, model.EndTrial}

// sensible draws an action that leads on from here and somebody who holds its duty.
func (g *play) sensible(t *rapid.T, r model.Request) (model.Action, model.Person) {
	var ways []model.Arrow
	patient := rapid.IntRange(0, 4).Draw(t, "patient") > 0
	for _, a := range model.Arrows(g.kind) {
		if a.From == r.Status && !(patient && slices.Contains(givesUp, a.Action)) {
			ways = append(ways, a)
		}
	}
	if len(ways) == 0 {
		return model.Comment, everyone[0]
	}
	way := rapid.SampledFrom(ways).Draw(t, "way")
	holders := slices.DeleteFunc(slices.Clone(everyone), func(who model.Person) bool { return !g.p.Holds(who.Roles, way.By) })
	return way.Action, rapid.SampledFrom(holders).Draw(t, "holder")
}

// fill puts into the act what may come with it.
func (g *play) fill(t *rapid.T, r model.Request, a *model.Act) {
	if a.Action == model.Submit {
		a.Values, a.Rows, a.Files = g.form.Values.Clone(), g.form.Rows, g.form.Files
		if g.live != nil && rapid.IntRange(0, 4).Draw(t, "live") > 0 {
			live := *g.live
			live.Open = rapid.SampledFrom([]string{"", "", "XX-BG-2026-0001"}).Draw(t, "open")
			a.Live = &live
		}
		return
	}
	a.Values = model.Values{"trial_days": rapid.SampledFrom([]string{"15", "30", "14", "x"}).Draw(t, "days"), "received_by": "王芳",
		"delivered_instances": "10.0.0.1", "days": "7", "test_kind": rapid.SampledFrom(model.TestKinds).Draw(t, "test"), "tested_on": workday.DateOf(a.At).String(),
		"tester": "李堃", "environment": "试用", "conclusion": rapid.SampledFrom([]string{"passed", "failed"}).Draw(t, "conclusion"),
		"agency": "某中心", "accreditation": "CNAS", "report_number": "1", "issued_on": "2026-02-11", "covers_performance": "true",
		"covers_security": "true", "cnas_number": "L1", "erase_method": "overwrite", "reclaimed_by": "周九", "accounts_closed": "true",
		"major": rapid.SampledFrom([]string{"true", "false", ""}).Draw(t, "major"), "executed_by": "周九", "result": "完成",
		"confirmed_by": "王芳", "signed_by": "王芳", "to": rapid.SampledFrom([]string{"vendor", "clerk", ""}).Draw(t, "to")}
	var lines []string
	for _, l := range r.Lines {
		lines = append(lines, l.ID)
	}
	if len(lines) > 0 {
		a.Values["reclaimed_lines"] = strings.Join(lines[rapid.SampledFrom([]int{0, 0, 1}).Draw(t, "forgotten"):], model.ChoiceSeparator)
		a.Lines = g.figures(t, r)
	}
	switch a.Action {
	case model.FileReport:
		a.Files = []model.File{{Role: "report", Name: "r.pdf", Size: 1, Hash: "00"}}
	case model.FileMaterials:
		for _, m := range g.p.Materials[:rapid.IntRange(0, len(g.p.Materials)).Draw(t, "materials")] {
			a.Files = append(a.Files, model.File{Role: m.ID, Name: m.ID, Size: 1, Hash: "00"})
		}
	}
}

// figures draws figures for one line, some beyond what is lawful, or leaves them as they are.
func (g *play) figures(t *rapid.T, r model.Request) []model.Line {
	if rapid.IntRange(0, 2).Draw(t, "figures") > 0 {
		return nil
	}
	l := r.Lines[rapid.IntRange(0, len(r.Lines)-1).Draw(t, "line")]
	amount := l.Asked.With("count", rapid.SampledFrom([]int64{0, 1, l.Asked.Count, l.Asked.Count + 1, -1, 1e12}).Draw(t, "count"))
	return []model.Line{{ID: l.ID, Approved: &amount, Delivered: &amount}}
}

// plays are the three cases in both cities.
func plays(t *testing.T) []play {
	var all []play
	for _, id := range []string{"panjin-2016", "luan"} {
		p := city(t, id)
		usage := goneLive(t, p, systems[id])
		live := usage.onLive(model.Termination).live
		name, told := systems[id], usage.past
		if id == "panjin-2016" { // one city with elastic lines, the other with a third party's report
			name = elasticSystems[id]
			told = goneLive(t, p, name).past
		}
		all = append(all, play{p: p, kind: model.Usage, form: sampleForm(t, id, name), told: told},
			play{p: p, kind: model.Change, form: laterForm(t, id, systems[id], "major-change"), usage: usage.request(), live: live},
			play{p: p, kind: model.Termination, form: laterForm(t, id, systems[id], "termination"), usage: usage.request(), live: live})
	}
	return all
}

// TestAnyOrderOfActs lets everybody do anything in any order, with each case in both cities. For a million steps:
// go test ./model -run AnyOrder -v -rapid.checks=9000.
func TestAnyOrderOfActs(t *testing.T) {
	total := 0
	for _, begin := range plays(t) {
		reached, steps := map[model.Status]int{}, 0
		t.Run(begin.p.ID+": no order of acts on a "+string(begin.kind)+" panics, skips an arrow or loses what was filed", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				g := begin
				rules := *g.p
				rules.Countersigners = rapid.SampledFrom([]int{0, 0, 1}).Draw(t, "countersigners")
				g.p, g.now = &rules, time.Date(2026, 2, 11, 9, 0, 0, 0, workday.Shanghai)
				if n := rapid.IntRange(0, len(g.told)).Draw(t, "told"); n > 0 {
					g.past, g.now = slices.Clone(g.told[:n]), g.told[n-1].At
				}
				for range rapid.IntRange(1, 60).Draw(t, "acts") {
					reached[g.step(t)]++
				}
				g.settled(t)
				steps += g.steps
			})
			total += steps
			t.Logf("%d steps; statuses after them: %v", steps, reached)
		})
	}
	t.Logf("%d steps in all", total)
}

// step tries one act and checks that what happened is on the map. It tells where the request stands then.
func (g *play) step(t *rapid.T) model.Status {
	before, err := model.Replay(g.past)
	if err != nil {
		t.Fatal(err)
	}
	g.steps++
	a := g.act(t, before)
	e, err := model.Next(g.p, g.past, a)
	if err != nil {
		if k := model.KindOf(err); k != model.Invalid && k != model.Forbidden && k != model.Conflict {
			t.Fatalf("%s: refused as %s: %v", a.Action, k, err)
		}
		return before.Status
	}
	g.rejudged(t, e, a)
	g.past = append(g.past, e.Seal(g.past))
	after := model.Apply(before, g.past[len(g.past)-1])
	if !g.lawful(before, after, a) {
		t.Fatalf("%s by %s moved %s to %s", a.Action, a.Actor.ID, before.Status, after.Status)
	}
	if len(after.Rounds) < len(before.Rounds) || len(after.Refiled) < len(before.Refiled) {
		t.Fatal("a round or a file was lost")
	}
	g.promises(t, before, after, a)
	return after.Status
}

// promises checks what the articles promise, whatever the order of acts.
func (g *play) promises(t *rapid.T, before, after model.Request, a model.Act) {
	switch {
	case a.Action == model.Submit && a.Live == nil && g.kind != model.Usage:
		t.Fatal("filed without a live system")
	case a.Action == model.Submit && a.Live != nil && a.Live.Open != "":
		t.Fatal("filed beside an open one")
	case a.Action == model.Submit && after.Title() != g.title():
		t.Fatalf("the filed name became %q", after.Title())
	case a.Action == model.Approve && len(before.Countersigned) < g.p.Countersigners:
		t.Fatal("approved without its countersignature")
	case after.Status == model.Done && after.Major && (len(after.Refiled) < 3 || after.Tests["security"] == nil || after.Tests["performance"] == nil):
		t.Fatal("a major change closed without its materials and tests (R25)")
	case after.Status == model.Done && after.Major && g.p.RetestMustPass && (after.Tests["security"]["conclusion"] != "passed" || after.Tests["performance"]["conclusion"] != "passed"):
		t.Fatal("a major change closed without passing (L 15)")
	case after.Status == model.Terminated && after.Values()["offline_done"] != model.True:
		t.Fatal("terminated without the declaration (R26)")
	}
	for _, l := range after.Lines {
		if l.Approved != nil && g.kind != model.Termination && (l.Approved.Count < 0 || l.Approved.Count > l.Asked.Count) {
			t.Fatalf("approved %d of %d", l.Approved.Count, l.Asked.Count)
		}
	}
}

func (g *play) title() string {
	if g.live != nil {
		return g.live.Title
	}
	return g.form.Values["system_name"]
}

// lawful reports whether an arrow allows the move, by a holder of its duty; neither who acts nor whom for is
// disabled. What is said beside moves nothing.
func (g *play) lawful(before, after model.Request, a model.Act) bool {
	doer := a.Actor
	if a.For != nil {
		doer = *a.For
	}
	if a.Actor.Disabled || doer.Disabled && !slices.Contains([]model.Action{model.Comment, model.Urge, model.CC, model.Transfer}, a.Action) {
		return false
	}
	switch a.Action {
	case model.Comment, model.Urge, model.CC, model.Transfer:
		return before.Status == after.Status && before.Status != model.NoStatus
	}
	for _, move := range model.Arrows(g.kind) {
		if move.From == before.Status && move.Action == a.Action && move.To == after.Status {
			return g.p.Holds(doer.Roles, move.By) && (move.By != model.DutyUnit || doer.Unit == after.Unit)
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
	again, _ := model.Replay(back)
	if !reflect.DeepEqual(one.Summary(g.now), again.Summary(g.now)) {
		t.Fatal("the request changed on its way through JSON")
	}
	for _, who := range everyone {
		for _, o := range one.Can(g.p, who) {
			if o.May && o.Why != nil {
				t.Fatal("may, and may not")
			}
		}
	}
	g.runs(t, one, again)
}

// runs checks what the live system runs on after this request, before and after JSON.
func (g *play) runs(t *rapid.T, one, again model.Request) {
	if g.live == nil {
		return
	}
	lines, ok := model.Running(g.usage, []model.Request{one})
	if same, _ := model.Running(g.usage, []model.Request{again}); !reflect.DeepEqual(lines, same) {
		t.Fatal("it runs on something else on its way through JSON")
	}
	if ok == (one.Status == model.Terminated) {
		t.Fatalf("%s, and it runs: %v", one.Status, ok)
	}
	if ok && one.Status != model.Done && !reflect.DeepEqual(lines, g.live.Lines) {
		t.Fatalf("%s changed what runs", one.Status)
	}
	for _, l := range lines {
		if l.Delivered == nil {
			t.Fatalf("line %s runs without figures", l.ID)
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
