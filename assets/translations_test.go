package assets_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yunban/app"
	"yunban/assets"
	"yunban/model"
)

var languages = []string{"zh-Hans", "en"}

func translation(t *testing.T, language string) map[string]string {
	t.Helper()
	data, err := assets.Translations.ReadFile("translations/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	if err := json.Unmarshal(data, &words); err != nil {
		t.Fatalf("%s: %v", language, err)
	}
	return words
}

var (
	argument = regexp.MustCompile(`\{[a-z_]+\}`)
	forms    = regexp.MustCompile(`\{([a-z_]+)\|[^|{}]*\|[^|{}]*\}`) // {n|day|days}
)

// arguments are the {names} in some words, each once.
func arguments(words string) []string {
	found := argument.FindAllString(words, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestTranslations(t *testing.T) {
	chinese := translation(t, "zh-Hans")
	for _, language := range languages {
		words := translation(t, language)
		t.Run(language+" has words for every key, and for no other", func(t *testing.T) {
			for key := range chinese {
				if strings.TrimSpace(words[key]) == "" {
					t.Errorf("%s is empty", key)
				}
			}
			for key := range words {
				if _, ok := chinese[key]; !ok {
					t.Errorf("%s is in no other language", key)
				}
			}
		})
		t.Run(language+" names the same arguments", func(t *testing.T) {
			for key, text := range words {
				if got, want := arguments(text), arguments(chinese[key]); !slices.Equal(got, want) {
					t.Errorf("%s names %v, in Chinese %v", key, got, want)
				}
				for _, counted := range forms.FindAllStringSubmatch(text, -1) {
					if !slices.Contains(arguments(text), "{"+counted[1]+"}") {
						t.Errorf("%s counts %s and does not say it", key, counted[1])
					}
				}
				if left := forms.ReplaceAllString(argument.ReplaceAllString(text, ""), ""); strings.ContainsAny(left, "{}") {
					t.Errorf("%s has a brace that is no argument: %s", key, text)
				}
			}
		})
	}
}

// families are the keys that are put together in the source: how they begin, and what may follow.
func families() map[string][]string {
	var statuses, ticking, actions, duties []string
	for _, c := range model.Cases() {
		for _, s := range model.Statuses(c) {
			statuses = append(statuses, strings.TrimPrefix(model.StatusKey(c, s), "status."))
			if !model.Ended(c, s) {
				ticking = append(ticking, strings.TrimPrefix(model.StatusKey(c, s), "status."))
			}
		}
		for _, a := range model.Arrows(c) {
			actions, duties = append(actions, string(a.Action)), append(duties, string(a.By))
		}
	}
	for _, aside := range []model.Action{model.Comment, model.Urge, model.CC, model.Transfer} {
		actions = append(actions, string(aside))
	}
	duties = append(duties, string(model.DutyReading), string(model.DutyAdministration), string(model.DutyInspection), string(model.DutyAssessment), string(model.DutyContingency))
	kinds, matterStatuses := matters(&actions)
	everything := []model.Role{model.RoleClerk, "all"}
	all := &model.Profile{Duties: map[model.Duty][]model.Role{}}
	for _, d := range duties {
		all.Duties[model.Duty(d)] = everything
	}
	var queues []string
	for _, q := range all.QueuesOf(model.Person{Roles: everything}) {
		queues = append(queues, q.ID)
	}
	return map[string][]string{
		"status.":               append(statuses, ""), // a draft has no status yet
		"standing.":             {string(app.StandingGenuine), string(app.StandingSigned), string(app.StandingChanged), string(app.StandingUnknown)},
		"papers.state_":         {"not_ready", "ready", "issued", "outdated", "ofd", "signed", "scanned", "widest"},
		"papers.said_":          {"not_ready", "ready", "issued", "outdated", "ofd", "signed", "scanned"},
		"papers.copy_":          {string(app.OFDCopy), string(app.SignedOne), string(app.ScannedCopy)},
		"verify.":               {string(app.StandingGenuine), string(app.StandingSigned), string(app.StandingChanged)},
		"signature.trust.":      {string(model.Trusted), string(model.Untrusted), string(model.TrustLapsed), string(model.TrustEarly)},
		"signature.coverage.":   {string(model.CoversWhole), string(model.CoversSigned), string(model.CoversPart), string(model.CoversOther)},
		"system_state.":         {string(model.OnCloud), string(model.Applying), string(model.Planned), string(model.Exempt), string(model.Left)},
		"clock.name_":           ticking,
		"action.":               append(actions, string(model.Issue), string(model.SendToPrinter), string(model.Sign), string(model.FileCopy), string(model.Save), string(model.Publish)),
		"act.figures_":          {string(model.Approve), string(model.Deliver), string(model.Execute), string(model.Adjust)},
		"duty.":                 duties,
		"queue.":                queues,
		"matter.":               kinds,
		"matter_status.":        matterStatuses,
		"matters.what_":         kinds,
		"matters.new_":          matterOpenings(),
		"grant.":                {string(model.GrantWaits), string(model.GrantAhead), string(model.GrantHolds), string(model.GrantExpired)},
		"grant.begins_in_":      {"minutes", "hours", "days"},
		"grant.ends_in_":        {"minutes", "hours", "days"},
		"grant.ended_":          {"minutes", "hours", "days"},
		"finding.":              {string(model.FindingOpen), string(model.FindingRectified), string(model.FindingClosed)},
		"nav.":                  {"operation", "security", "assessment"},
		"errand.":               {"missing", "due_soon", "respond", "solve", "settle", "reply", "grant", "close_grant", "rectify", "recheck", "receive", "answer"},
		"obligation_state.":     {string(model.NotDueYet), string(model.DueNow), string(model.Missing), string(model.Fulfilled), string(model.LateDone)},
		"problem.finding_":      {"finding", "risk", "owner", "due"},
		"case.":                 {string(model.Usage), string(model.Change), string(model.Termination)},
		"stage.":                {string(model.StageAsked), string(model.StageApproved), string(model.StageDelivered), "before"},
		"change.":               {"same", "new", "changed", "removed"},
		"intake.consequence_":   {"no_limit", "provisional", "change", "change_no_limit", "change_provisional", "termination", "termination_no_limit", "termination_provisional"},
		"test.":                 append(slices.Clone(model.TestKinds), "report"),
		"urgency.":              {string(model.NoLimit), string(model.InTime), string(model.DueSoon), string(model.DueToday), string(model.Overdue), string(model.Closed)},
		"unit.":                 {string(model.WorkingDay), string(model.CalendarDay), "name", "credit_code", "type", "level", "address", "head", "phone"},
		"date.quarter_":         {"1", "2", "3", "4"},
		"due.left_":             {"days", "workdays"},
		"due.over_":             {"days", "workdays"},
		"language.":             languages,
		"settings.appearance_":  {"system", "light", "dark"},
		"list.any_":             {"queue", "due", "status", "case", "unit", "level"},
		"systems.any_":          {"unit", "state", "level"},
		"column.":               {"number", "case", "title", "unit", "level", "status", "since", "clock", "due", "article", "round", "filed", "filed_by"},
		"problem.calendar_":     {"unreadable", "year_out_of_range", "without_notice", "no_run_of_days", "of_another_year", "off_and_worked", "no_weekend_day"},
		"period.":               {"month", "last_month", "quarter", "year"},
		"ledger.note_":          {"list", "requests", "systems", "resources", "deadlines", "use", "statistics"},
		"register.":             registerColumns(),
		"register.count_":       {string(model.Accept), string(model.Decline), string(model.Approve), string(model.Disapprove), string(model.GoLive)},
		"register.title_":       {"requests", "systems", "resources", "deadlines", "use", "statistics"},
		"register.tab_":         {"units", "months", "steps", "quotas", "compared", "use", "suggestions", "pool"},
		"assess.title_":         {string(model.AssessUnit), string(model.AssessVendor)},
		"assess.kind_":          {string(model.RequestSubject), string(model.SystemSubject)},
		"suggestion.":           suggestions(),
		"outcome.":              outcomes,
		"offline.form.":         {"usage", "change", "termination", "system", "filing"},
		"forms.hint.":           {"usage", "change", "termination", "system", "filing"},
		"forms.state.":          {"made", "faulty", "failed", "left"},
		"forms.tell.":           {"made", "faulty", "failed", "left"},
		"forms.inventory.":      {"new", "known", "faulty"},
		"forms.inventory_tell.": {"new", "known"},
	}
}

// matters are the kinds of matter and their statuses; their actions join the others.
func matters(actions *[]string) (kinds, statuses []string) {
	statuses = []string{string(model.NoStatus)}
	for _, k := range model.MatterKinds {
		kinds = append(kinds, string(k))
		for _, arrow := range model.MatterArrows(k) {
			*actions = append(*actions, string(arrow.Action))
			statuses = append(statuses, string(arrow.To))
		}
	}
	return kinds, statuses
}

// matterOpenings are the words of the buttons that open a matter.
func matterOpenings() []string {
	var all []string
	for _, k := range model.MatterKinds {
		for _, arrow := range model.MatterArrows(k) {
			if arrow.From == model.NoStatus {
				all = append(all, string(k)+"_"+string(arrow.Action))
			}
		}
	}
	return all
}

// suggestions are the kinds of suggestion, and of a line that is not needed at all.
func suggestions() []string {
	all := []string{string(app.SuggestIdle) + "_remove", "term_ended"}
	for _, k := range app.SuggestionKinds {
		all = append(all, string(k))
	}
	return all
}

// outcomes are the ways a step's time can be kept.
var outcomes = []string{string(model.Kept), string(model.Missed), string(model.InHand), string(model.Dropped), string(model.Unlimited)}

// registerColumns are the columns of all registers.
func registerColumns() []string {
	names := []string{"number", "kind", "system_name", "unit", "level", "status", "round", "filed_by", "filed", "since", "due",
		"article", "urgency", "filing", "state", "usage", "live_since", "planned", "exempt_ground", "owner", "security_officer", "auditor",
		"vcpu", "memory", "storage", "bandwidth", "zone", "resource", "name", "step", "limit", "done", "by", "used", "outcome", "month",
		"used_cpu", "used_memory", "used_disk", "used_month", "suggestion", "item", "now", "before", "difference", "mean_acceptance", "mean_approval", "mean_life", "indicator", "measured", "weight", "score", "manual", "reason", "figure", "value", "how", "behind", "record_kind", "record", "id",
		"kept", "missed", "kept_rate", "median_acceptance", "median_approval", "median_life", "median", "longest"}
	for _, of := range model.Cases() {
		names = append(names, "filed_"+string(of))
	}
	for _, a := range []model.Action{model.Accept, model.Decline, model.Approve, model.Disapprove, model.Deliver, model.GoLive, model.Confirm,
		model.SignOff, model.EndTrial, model.Withdraw} {
		names = append(names, "count_"+string(a))
	}
	for _, o := range outcomes {
		names = append(names, "steps_"+o)
	}
	for _, figure := range []string{"vcpu", "memory", "storage", "bandwidth"} {
		for _, stage := range []string{"asked", "approved", "delivered", "running", "pool", "given", "left"} {
			names = append(names, stage+"_"+figure)
		}
	}
	return append(names, "asked_count", "approved_count", "delivered_count")
}

// ownNames look like keys and are none: fields that a form offers, files, places of problems.
var ownNames = regexp.MustCompile(`\.(json|xlsx|pdf|png|ttf|otf|db)$|^(lines|tests|files)\.$`)

// source calls back for every string in the program's own source, and for the node that it stands in.
func source(t *testing.T, each func(at string, text string, parents []ast.Node)) {
	t.Helper()
	set := token.NewFileSet()
	read := func(path string) {
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		var parents []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				parents = parents[:len(parents)-1]
				return true
			}
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, _ := strconv.Unquote(lit.Value) // the parser has read it already
				each(set.Position(lit.Pos()).String(), text, slices.Clone(parents))
			}
			parents = append(parents, n)
			return true
		})
	}
	for _, folder := range []string{"../app", "../model", "../ui"} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				read(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	read("../main.go")
}

func TestKeysInTheSource(t *testing.T) {
	words := translation(t, "zh-Hans")
	rooms := map[string]bool{} // the beginnings of all keys: home, error …
	for key := range words {
		room, _, _ := strings.Cut(key, ".")
		rooms[room] = true
	}
	used := map[string]bool{}
	known := families()
	for beginning, endings := range known {
		t.Run("every key that begins with "+beginning+" has words", func(t *testing.T) {
			for _, ending := range endings {
				if words[beginning+ending] == "" {
					t.Errorf("%s%s has none", beginning, ending)
				}
				used[beginning+ending] = true
			}
		})
	}
	keyed := regexp.MustCompile(`^[a-z_]+\.[A-Za-z0-9._-]*$`)
	source(t, func(at, text string, parents []ast.Node) {
		room, _, _ := strings.Cut(text, ".")
		if !keyed.MatchString(text) || !rooms[room] || ownNames.MatchString(text) {
			return
		}
		used[text] = true
		_, family := known[text]
		switch {
		case family, words[text] != "":
		case strings.HasSuffix(text, ".") || strings.HasSuffix(text, "_"):
			t.Errorf("%s: keys that begin with %q: what may follow? Add them to families", at, text)
		default:
			t.Errorf("%s: %q has no words", at, text)
		}
		if words[text] != "" {
			checkArguments(t, at, text, words[text], parents)
		}
	})
	t.Run("no words are left over that nobody says", func(t *testing.T) {
		for key := range words {
			if !used[key] {
				t.Errorf("%s is said nowhere", key)
			}
		}
	})
}

// checkArguments finds words that are said without all the arguments that they name.
func checkArguments(t *testing.T, at, key, words string, parents []ast.Node) {
	t.Helper()
	given, told := argumentsGiven(key, parents)
	if !told {
		return
	}
	for _, name := range arguments(words) {
		if !slices.Contains(given, name) {
			t.Errorf("%s: %q is said without %s, only with %v", at, key, name, given)
		}
	}
}

// argumentsGiven reads the arguments beside a key in the source: behind it in a call, name and value in turn, or as
// the Args of a model.Problem. told is false where they come from elsewhere.
func argumentsGiven(key string, parents []ast.Node) (given []string, told bool) {
	switch around := parents[len(parents)-1].(type) {
	case *ast.CallExpr:
		if called := calledName(around); !slices.Contains([]string{"Errorf", "Wrap", "problem", "Say", "T", "Text", "words", "fileProblem"}, called) || around.Ellipsis.IsValid() {
			return nil, false
		} else if called == "fileProblem" {
			given = []string{"{name}"}
		}
		at := slices.IndexFunc(around.Args, func(e ast.Expr) bool { return textOf(e) == key })
		for i := at + 1; i < len(around.Args); i += 2 {
			given = append(given, "{"+textOf(around.Args[i])+"}")
		}
		return given, true
	case *ast.KeyValueExpr:
		literal, ok := parents[len(parents)-2].(*ast.CompositeLit)
		if name, is := around.Key.(*ast.Ident); !ok || !is || name.Name != "Key" {
			return nil, false
		}
		for _, e := range literal.Elts {
			pair, ok := e.(*ast.KeyValueExpr)
			if !ok {
				return nil, false
			}
			args, isMap := pair.Value.(*ast.CompositeLit)
			if name, is := pair.Key.(*ast.Ident); !is || name.Name != "Args" || !isMap {
				continue
			}
			for _, e := range args.Elts {
				given = append(given, "{"+textOf(e.(*ast.KeyValueExpr).Key)+"}")
			}
		}
		return given, true
	}
	return nil, false
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func textOf(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(lit.Value)
	return text
}
