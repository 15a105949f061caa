package model_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

func profileText(id string) ([]byte, error) {
	return os.ReadFile(filepath.Join("..", "assets", "profiles", id+".json"))
}

func shippedProfile(t *testing.T, id string) *model.Profile {
	t.Helper()
	text, err := profileText(id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := model.ParseProfile(text, profileText)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func shippedCalendar(t *testing.T) workday.Calendar {
	t.Helper()
	var years []workday.Year
	for _, name := range []string{"2024", "2025", "2026", "2027"} {
		data, err := os.ReadFile(filepath.Join("..", "assets", "calendars", "cn-"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		year, err := workday.ParseYear(data)
		if err != nil {
			t.Fatal(err)
		}
		years = append(years, year)
	}
	return workday.NewCalendar(years...)
}

type object = map[string]any

// at walks into decoded JSON: a string goes into an object, an int into an array.
func at(v any, way ...any) any {
	for _, step := range way {
		switch step := step.(type) {
		case string:
			v = v.(object)[step]
		case int:
			v = v.([]any)[step]
		}
	}
	return v
}

// changed parses Panjin's regulation after a change to its own text or to the text that both cities share.
func changed(t *testing.T, change func(city, shared object)) error {
	t.Helper()
	read := func(id string) object {
		text, err := profileText(id)
		if err != nil {
			t.Fatal(err)
		}
		o := object{}
		if err := json.Unmarshal(text, &o); err != nil {
			t.Fatal(err)
		}
		return o
	}
	city, shared := read("panjin-2016"), read("common")
	change(city, shared)
	write := func(o object) []byte {
		text, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	_, err := model.ParseProfile(write(city), func(id string) ([]byte, error) {
		switch id {
		case "common":
			return write(shared), nil
		case "panjin-2016":
			return write(city), nil
		}
		return profileText(id)
	})
	return err
}

// usageField is a field of the usage form, by section and place.
func usageField(shared object, section, field int) object {
	return at(shared, "forms", "usage", "sections", section, "fields", field).(object)
}

func limit(city object, i int) object { return at(city, "limits", i).(object) }

func TestProfileRefusals(t *testing.T) {
	for _, c := range []struct {
		name, says string
		change     func(city, shared object)
	}{
		{"a limit without an article", "must be cited", func(c, _ object) { delete(limit(c, 0), "article") }},
		{"a limit whose article is not in the text", "must be cited", func(c, _ object) { limit(c, 0)["article"] = "88" }},
		{"a number that the article does not say", "does not say 4个工作日", func(c, _ object) { limit(c, 0)["days"] = 4 }},
		{"working days where the article says days", "does not say 15个工作日", func(c, _ object) { limit(c, 2)["days"] = 15 }},
		{"plain days where the article says working days", "does not say", func(c, _ object) { limit(c, 0)["unit"] = "calendar_day" }},
		{"a limit of no days", "is no limit", func(c, _ object) { limit(c, 0)["days"] = 0 }},
		{"a limit in an unknown unit", "is no limit", func(c, _ object) { limit(c, 0)["unit"] = "week" }},
		{"a limit on an unknown status", "no such status", func(c, _ object) { limit(c, 0)["status"] = "waiting" }},
		{"a limit on another case's status", "no such status", func(c, _ object) { limit(c, 3)["status"] = "accepted" }},
		{"two limits on one status", "there are two", func(c, _ object) { c["limits"] = append(c["limits"].([]any), limit(c, 0)) }},
		{"a trial without its article", "must be cited", func(c, _ object) { at(c, "trial").(object)["article"] = "" }},
		{"a trial that the article does not allow (R16)", "does not say 15 to 60 days", func(c, _ object) { at(c, "trial").(object)["max_days"] = 60 }},
		{"more countersigners than there can be", "countersigners: 10 is not between", func(c, _ object) { c["countersigners"] = 10 }},
		{"a trial that runs backwards", "is no period", func(c, _ object) { at(c, "trial").(object)["min_days"] = 31 }},
		{"a third party's report without a level (R19)", "third_party", func(c, _ object) { at(c, "third_party").(object)["min_level"] = 0 }},
		{"a duty that nobody holds", "duty final_review: nobody", func(c, _ object) { delete(at(c, "duties").(object), "final_review") }},
		{"a duty held by an empty list", "duty unit: nobody", func(c, _ object) { at(c, "duties").(object)["unit"] = []any{} }},
		{"a duty that does not exist", "is unknown", func(c, _ object) { at(c, "duties").(object)["veto"] = []any{"approver"} }},
		{"a duty of a role that the city does not have (T17)", "is not one of the roles", func(c, _ object) { at(c, "duties").(object)["approval"] = []any{"management_body"} }},
		{"a role without a side", "has no side", func(c, _ object) { delete(at(c, "roles", 2).(object), "side") }},
		{"a city without a name", "are needed", func(c, _ object) { c["city"] = "" }},
		{"a version 0", "are needed", func(c, _ object) { c["version"] = 0 }},
		{"a city without a word for its authority", `"authority" is missing`, func(c, _ object) { delete(at(c, "words").(object), "authority") }},
		{"two articles of one key", "two of that key", func(c, _ object) { at(c, "articles", 1).(object)["key"] = "1" }},
		{"an article without words", "text are needed", func(c, _ object) { at(c, "articles", 1).(object)["text"] = "" }},
		{"a misprint that is not in the article (T1)", "is not in its text", func(c, _ object) {
			at(c, "articles", 10).(object)["faults"] = []any{object{"printed": "第九十九条", "correct": "第七条"}}
		}},
		{"a provision without an article", "is not in the text", func(c, _ object) { at(c, "provisions").(object)["elastic"] = "99" }},
		{"an unknown name in the JSON", "unknown field", func(c, _ object) { c["deadline"] = 3 }},
		{"an unknown name inside a field", "unknown field", func(_, s object) { usageField(s, 0, 0)["mandatory"] = true }},
		{"a number where words belong", "cannot unmarshal", func(c, _ object) { c["series"] = 5 }},
		{"no usage form", "usage form is missing", func(_, s object) { delete(at(s, "forms").(object), "usage") }},
		{"a form that calls itself otherwise", "calls itself", func(_, s object) { at(s, "forms", "deliver").(object)["id"] = "handover" }},
		{"an unknown kind of field", `kind "colour" is unknown`, func(_, s object) { usageField(s, 0, 0)["kind"] = "colour" }},
		{"a field without a label", "label is missing", func(_, s object) { delete(usageField(s, 0, 0), "label") }},
		{"two fields of one id", "two of that id", func(_, s object) { usageField(s, 1, 0)["id"] = "unit_name" }},
		{"a choice from a missing list", `list "moods" is missing`, func(_, s object) { usageField(s, 1, 2)["list"] = "moods" }},
		{"a city without its zones (R06)", `list "zones" is missing`, func(c, _ object) { delete(at(c, "lists").(object), "zones") }},
		{"a field that depends on one that is not there", "which is not in the form", func(_, s object) {
			usageField(s, 0, 1)["when"] = object{"field": "weather", "in": []any{"rain"}}
		}},
		{"a field of a provision without article", "has no article", func(_, s object) { usageField(s, 0, 1)["provision"] = "weather" }},
		{"a declaration that nothing asks for", "must say which provision", func(_, s object) { delete(usageField(s, 7, 0), "provision") }},
		{"a required material that nothing asks for (R11)", "cited provision", func(_, s object) { delete(at(s, "materials", 0).(object), "provision") }},
		{"a material without a name", "cited provision", func(_, s object) { delete(at(s, "materials", 3).(object), "name") }},
		{"an amount that lines do not have", "must be a known figure", func(_, s object) { at(s, "resources", 0, "amounts", 1).(object)["id"] = "gpus" }},
		{"an amount without an upper bound", "must be a known figure", func(_, s object) { delete(at(s, "resources", 0, "amounts", 1).(object), "max") }},
		{"an amount that is no integer", "must be a known figure", func(_, s object) { at(s, "resources", 0, "amounts", 1).(object)["kind"] = "text" }},
		{"a profile that extends itself", "extends itself", func(c, _ object) { c["extends"] = "panjin-2016" }},
		{"a profile that extends one that is not there", "extends", func(c, _ object) { c["extends"] = "atlantis" }},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			err := changed(t, c.change)
			if err == nil {
				t.Fatal("it was taken")
			}
			if model.KindOf(err) != model.Invalid || !strings.Contains(err.Error(), c.says) {
				t.Errorf("kind %s, %v; it should say %q", model.KindOf(err), err, c.says)
			}
		})
	}
	t.Run("takes the text as it is", func(t *testing.T) {
		if err := changed(t, func(_, _ object) {}); err != nil {
			t.Error(err)
		}
	})
	t.Run("names every fault at once", func(t *testing.T) {
		err := changed(t, func(c, s object) {
			limit(c, 0)["article"], limit(c, 1)["days"] = "", 9
			usageField(s, 0, 0)["kind"] = "colour"
		})
		for _, want := range []string{"must be cited", "does not say 9个工作日", "colour"} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q is not among the faults: %v", want, err)
			}
		}
	})
	for name, text := range map[string]string{"nothing": "", "no JSON": "第一条", "an array": "[]", "null": "null", "an empty object": "{}"} {
		t.Run("refuses "+name, func(t *testing.T) {
			_, err := model.ParseProfile([]byte(text), func(string) ([]byte, error) { return nil, errors.New("none") })
			if model.KindOf(err) != model.Invalid {
				t.Errorf("got %v", err)
			}
		})
	}
}

// limits of requirements.md 2, by city; every one of them must be in the data.
var wantLimits = map[string][]model.Limit{
	"panjin-2016": {
		{Case: model.Usage, Status: model.Submitted, Days: 3, Unit: model.WorkingDay, Article: "8"},
		{Case: model.Usage, Status: model.Accepted, Days: 2, Unit: model.WorkingDay, Article: "8"},
		{Case: model.Usage, Status: model.Approved, Days: 2, Unit: model.WorkingDay, Article: "9"},
		{Case: model.Change, Status: model.Submitted, Days: 5, Unit: model.WorkingDay, Article: "11"},
		{Case: model.Change, Status: model.Approved, Days: 3, Unit: model.WorkingDay, Article: "11"},
		{Case: model.Termination, Status: model.Submitted, Days: 5, Unit: model.WorkingDay, Article: "12"},
		{Case: model.Termination, Status: model.Approved, Days: 3, Unit: model.WorkingDay, Article: "12"},
	},
	"luan": {
		{Case: model.Usage, Status: model.Submitted, Days: 5, Unit: model.WorkingDay, Article: "12"},
		{Case: model.Usage, Status: model.Accepted, Days: 2, Unit: model.WorkingDay, Article: "12"},
		{Case: model.Usage, Status: model.Approved, Days: 3, Unit: model.WorkingDay, Article: "13"},
		{Case: model.Change, Status: model.Submitted, Days: 5, Unit: model.WorkingDay, Article: "15"},
		{Case: model.Change, Status: model.Approved, Days: 3, Unit: model.WorkingDay, Article: "15"},
		{Case: model.Termination, Status: model.Submitted, Days: 5, Unit: model.WorkingDay, Article: "16"},
		{Case: model.Termination, Status: model.Approved, Days: 3, Unit: model.WorkingDay, Article: "16"},
	},
}

func TestCities(t *testing.T) {
	for id, want := range wantLimits {
		p := shippedProfile(t, id)
		t.Run(id+" has its limits and no other (R12, R14, R15, R23, R24, R27, R28)", func(t *testing.T) {
			if len(p.Limits) != len(want) {
				t.Errorf("it has %d, want %d", len(p.Limits), len(want))
			}
			for i := range min(len(want), len(p.Limits)) {
				if p.Limits[i] != want[i] {
					t.Errorf("got %+v, want %+v", p.Limits[i], want[i])
				}
			}
		})
		t.Run(id+" gives no limit to the final review (T8)", func(t *testing.T) {
			d := p.Due(model.Usage, model.TestsSubmitted, time.Now(), shippedCalendar(t))
			if !d.None() || d.Overdue(workday.Date{Year: 2999, Month: 1, Day: 1}) {
				t.Errorf("got %+v", d)
			}
		})
		t.Run(id+" tries for 15 to 30 days and rolls off days off (R16, T3)", func(t *testing.T) {
			if p.Trial.MinDays != 15 || p.Trial.MaxDays != 30 || !p.Trial.RollOff || p.Trial.BlockEarly {
				t.Errorf("got %+v", p.Trial)
			}
		})
		t.Run(id+" asks for a third party's report from level 3, 3 included (R19, T13)", func(t *testing.T) {
			for level, need := range map[int]bool{0: false, 1: false, 2: false, 3: true, 4: true} {
				if p.NeedsThirdParty(level) != need {
					t.Errorf("level %d: %v", level, !need)
				}
			}
		})
		t.Run(id+" cites every provision that the rules speak of", func(t *testing.T) {
			for _, provision := range []string{"application", "acceptance", "approval", "trial_delivery", "trial", "extension",
				"testing", "third_party", "final_review", "allocation", "elastic", "change", "change_execution", "major_change",
				"termination", "reclaim", "classified", "acceptable_use", "responsible_persons", "access", "monthly_report"} {
				if p.ArticleOf(provision) == "" {
					t.Errorf("%s has no article", provision)
				}
			}
		})
	}
}

func TestResolved(t *testing.T) {
	for id := range wantLimits {
		t.Run(id+" can be kept whole and read again without what it extends", func(t *testing.T) {
			p := shippedProfile(t, id)
			whole, err := p.Resolved()
			if err != nil {
				t.Fatal(err)
			}
			again, err := model.ParseProfile(whole, func(string) ([]byte, error) { return nil, errors.New("not at hand") })
			if err != nil {
				t.Fatal(err)
			}
			again.Extends = p.Extends
			if !reflect.DeepEqual(p, again) {
				t.Error("it is another one")
			}
		})
	}
}

func TestUrgency(t *testing.T) {
	cal := shippedCalendar(t)
	d := model.Deadline{Due: workday.Date{Year: 2026, Month: 10, Day: 10}, Days: 3, Unit: model.WorkingDay}
	for _, c := range []struct {
		day     int
		urgency model.Urgency
		left    int
	}{{1, model.InTime, 3}, {8, model.InTime, 2}, {9, model.DueSoon, 1}, {10, model.DueToday, 0}, {12, model.Overdue, -1}, {14, model.Overdue, -3}} {
		t.Run("on 2026-10-"+itoa(c.day)+" it is "+string(c.urgency), func(t *testing.T) {
			urgency, left := d.Urgency(workday.Date{Year: 2026, Month: 10, Day: c.day}, cal)
			if urgency != c.urgency || left != c.left {
				t.Errorf("got %s, %d left, want %d", urgency, left, c.left)
			}
		})
	}
	t.Run("a trial is soon to end in its last seven days (T3)", func(t *testing.T) {
		trial := model.Deadline{Due: d.Due, Days: 15, Unit: model.CalendarDay}
		for day, want := range map[int]model.Urgency{2: model.InTime, 3: model.DueSoon, 10: model.DueToday, 11: model.Overdue} {
			if got, _ := trial.Urgency(workday.Date{Year: 2026, Month: 10, Day: day}, cal); got != want {
				t.Errorf("2026-10-%02d: %s, want %s", day, got, want)
			}
		}
	})
	t.Run("where the text sets no limit nothing is urgent (T8)", func(t *testing.T) {
		if got, _ := (model.Deadline{}).Urgency(d.Due, cal); got != model.NoLimit {
			t.Errorf("got %s", got)
		}
	})
}

func TestPanjin(t *testing.T) {
	p := shippedProfile(t, "panjin-2016")
	t.Run("has all 26 articles, each with its chapter", func(t *testing.T) {
		if len(p.Articles) != 26 || p.Articles[25].Printed != "第二十六条" {
			t.Errorf("%d, the last is %s", len(p.Articles), p.Articles[len(p.Articles)-1].Printed)
		}
		for _, a := range p.Articles {
			if !strings.HasPrefix(a.Chapter, "第") {
				t.Errorf("%s: chapter %q", a.Printed, a.Chapter)
			}
		}
	})
	t.Run("speaks of its own city where the copy was overwritten (T2b)", func(t *testing.T) {
		for key, want := range map[string]string{"1": "结合盘锦市实际", "2": "盘锦市境内", "4": "盘锦市大数据管理中心负责"} {
			if a, _ := p.Article(key); !strings.Contains(a.Text, want) {
				t.Errorf("article %s: %s", key, a.Text)
			}
		}
	})
	t.Run("points out the two words lost from article 24 (T2b)", func(t *testing.T) {
		a, _ := p.Article("24")
		if len(a.Faults) != 2 || strings.Count(a.Reading(), "是指为") != 2 || strings.Contains(a.Text, "是指为") {
			t.Errorf("read %s", a.Reading())
		}
	})
	t.Run("keeps a register of filings (R03)", func(t *testing.T) {
		if !p.Modules["filing"] || p.ArticleOf("filing") != "第四条" {
			t.Errorf("%v, %s", p.Modules, p.ArticleOf("filing"))
		}
	})
	t.Run("has the authority decide and nobody else (R04)", func(t *testing.T) {
		for _, d := range []model.Duty{model.DutyAcceptance, model.DutyApproval, model.DutyFinalReview} {
			for _, r := range p.Duties[d] {
				if p.Side(r) != model.SideAuthority || !strings.Contains(p.RoleName(r), "市大数据管理中心") {
					t.Errorf("%s is held by %s of side %s", d, p.RoleName(r), p.Side(r))
				}
			}
		}
	})
	t.Run("has its document number and day", func(t *testing.T) {
		if p.DocumentNo != "盘政办发〔2016〕96号" || p.Issued.String() != "2016-06-27" || p.Ref() != "panjin-2016@2" {
			t.Errorf("%s, %s, %s", p.DocumentNo, p.Issued, p.Ref())
		}
	})
}

func TestLuan(t *testing.T) {
	p := shippedProfile(t, "luan")
	t.Run("has 31 articles and no 第二十四条 (T2)", func(t *testing.T) {
		if len(p.Articles) != 31 {
			t.Errorf("it has %d", len(p.Articles))
		}
		for i, a := range p.Articles {
			if a.Key != itoa(i+1) || a.Printed == "第二十四条" {
				t.Errorf("place %d: key %s, printed %s", i+1, a.Key, a.Printed)
			}
		}
	})
	t.Run("says that the last article, printed 第二十九条, should be 第三十二条 (T2)", func(t *testing.T) {
		if got := p.ArticleOf("effective"); got != "第二十九条（应为第三十二条）" {
			t.Errorf("got %s", got)
		}
		if got := p.ArticleOf("classified"); got != "第二十九条" {
			t.Errorf("the other 第二十九条 reads %s", got)
		}
	})
	t.Run("says that article 15 means article 11 and cites it there (T1)", func(t *testing.T) {
		a, _ := p.Article("15")
		if !strings.Contains(a.Reading(), "本办法第七条（应为第十一条）中的有关材料") || !strings.Contains(a.Text, "本办法第七条中的") {
			t.Errorf("read %s", a.Reading())
		}
		if p.ArticleOf("application") != "第十一条" {
			t.Errorf("materials are asked for by %s", p.ArticleOf("application"))
		}
	})
	t.Run("marks the misnumbered chapters (T2)", func(t *testing.T) {
		for key, want := range map[string]string{"5": "第2章 职责分工（应为第二章）", "20": "第五章 安全管理", "25": "第五章 监督考核（应为第六章）", "31": "第六章 附则（应为第七章）"} {
			if a, _ := p.Article(key); a.Chapter != want {
				t.Errorf("article %s: %s", key, a.Chapter)
			}
		}
	})
	t.Run("gives the management body reading, assessment and the contingency plan, and no place in the approval path (T17)", func(t *testing.T) {
		who := []model.Role{model.RoleManagement}
		own := []model.Duty{model.DutyReading, model.DutyAssessment, model.DutyContingency} // L 7
		for d := range p.Duties {
			if p.Holds(who, d) != slices.Contains(own, d) {
				t.Errorf("%s: %v", d, p.Holds(who, d))
			}
		}
	})
	t.Run("wants the CNAS number and keeps no register of filings (R03, R19)", func(t *testing.T) {
		if !p.ThirdParty.CNASNumber || p.Modules["filing"] {
			t.Errorf("%+v, %v", p.ThirdParty, p.Modules)
		}
	})
	t.Run("has no document number, because the text has none (R07)", func(t *testing.T) {
		if p.DocumentNo != "" || !p.Issued.IsZero() {
			t.Errorf("%q, %s", p.DocumentNo, p.Issued)
		}
	})
}

func TestDue(t *testing.T) {
	cal := shippedCalendar(t)
	for _, c := range []struct {
		name, city string
		kind       model.Case
		status     model.Status
		since, due string
		days       int
		article    string
	}{
		{"Panjin accepts within 3 working days, a worked Saturday among them (R12)", "panjin-2016", model.Usage, model.Submitted, "2026-02-11T09:00:00+08:00", "2026-02-14", 3, "第八条"},
		{"Lu'an accepts within 5 working days (R12)", "luan", model.Usage, model.Submitted, "2026-02-11T09:00:00+08:00", "2026-02-25", 5, "第十二条"},
		{"a filing just before midnight counts from that day (T4)", "panjin-2016", model.Usage, model.Submitted, "2026-02-11T23:59:59+08:00", "2026-02-14", 3, "第八条"},
		{"a filing at midnight counts from the new day (T4)", "panjin-2016", model.Usage, model.Submitted, "2026-02-11T16:00:00Z", "2026-02-24", 3, "第八条"},
		{"approval is due 2 working days after acceptance (R14, T4)", "luan", model.Usage, model.Accepted, "2026-09-30T17:00:00+08:00", "2026-10-09", 2, "第十二条"},
		{"Panjin's vendor delivers within 2 working days (R15)", "panjin-2016", model.Usage, model.Approved, "2026-09-29T10:00:00+08:00", "2026-10-08", 2, "第九条"},
		{"Lu'an's vendor delivers within 3 working days (R15)", "luan", model.Usage, model.Approved, "2026-09-30T10:00:00+08:00", "2026-10-10", 3, "第十三条"},
		{"a change is decided within 5 working days of filing (R23, T6)", "panjin-2016", model.Change, model.Submitted, "2026-09-18T10:00:00+08:00", "2026-09-24", 5, "第十一条"},
		{"a termination is decided within 5 working days (R27)", "luan", model.Termination, model.Submitted, "2026-04-29T10:00:00+08:00", "2026-05-09", 5, "第十六条"},
	} {
		t.Run(c.name, func(t *testing.T) {
			since, err := time.Parse(time.RFC3339, c.since)
			if err != nil {
				t.Fatal(err)
			}
			d := shippedProfile(t, c.city).Due(c.kind, c.status, since, cal)
			if d.Due.String() != c.due || d.Days != c.days || d.Unit != model.WorkingDay || d.Article != c.article || d.Provisional {
				t.Errorf("got %+v", d)
			}
			if d.Overdue(d.Due) || !d.Overdue(d.Due.AddDays(1)) {
				t.Error("the due day is in time, the day after is not")
			}
		})
	}
	p := shippedProfile(t, "panjin-2016")
	noon := time.Date(2026, 9, 18, 12, 0, 0, 0, workday.Shanghai)
	t.Run("a trial's end on a holiday moves to the next working day (T3)", func(t *testing.T) {
		d := p.TrialEnd(noon, 15, cal)
		if d.Due.String() != "2026-10-08" || d.Unit != model.CalendarDay || d.Days != 15 || d.Article != "第九条" {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("a city may keep a trial's end where it falls (T3)", func(t *testing.T) {
		plain := *p
		plain.Trial.RollOff = false
		if d := plain.TrialEnd(noon, 15, cal); d.Due.String() != "2026-10-03" {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("a limit beyond the last notice is provisional (T21)", func(t *testing.T) {
		d := p.Due(model.Usage, model.Accepted, time.Date(2026, 12, 30, 9, 0, 0, 0, workday.Shanghai), cal)
		if d.Due.String() != "2027-01-04" || !d.Provisional {
			t.Errorf("got %+v", d)
		}
	})
}
