package model_test

import (
	"strconv"
	"strings"
	"testing"

	"yunban/model"
	"yunban/model/workday"
)

func itoa(n int) string { return strconv.Itoa(n) }

func bound(n int64) *int64 { return &n }

// formOf is a form of one field, in a city with one list.
func formOf(f model.Field) (*model.Profile, model.Form) {
	f.ID, f.Label = "x", "某项"
	p := &model.Profile{Lists: map[string][]model.Choice{"fruits": {{ID: "pear", Label: "梨"}, {ID: "plum", Label: "李"}}}}
	return p, model.Form{ID: "f", Sections: []model.Section{{Fields: []model.Field{f}}}}
}

// checkOne is the key of what is wrong with one value, or nothing.
func checkOne(f model.Field, value string) string {
	p, form := formOf(f)
	found := form.Check(p, model.Values{"x": value}, workday.Date{})
	if len(found) == 0 {
		return ""
	}
	return found[0].Key
}

// wanted is one problem, or none.
func wanted(one string) []string {
	if one == "" {
		return nil
	}
	return []string{one}
}

func TestDays(t *testing.T) {
	form := model.Form{ID: "f", Sections: []model.Section{{Fields: []model.Field{
		{ID: "begin", Label: "起", Kind: model.DateField, When: &model.When{Field: "planned", In: []string{model.True}}},
		{ID: "end", Label: "止", Kind: model.DateField, NotBefore: "begin"},
		{ID: "done", Label: "完成", Kind: model.DateField, Past: true}}}}}
	today := workday.Date{Year: 2026, Month: 2, Day: 11}
	for _, c := range []struct {
		name   string
		values model.Values
		today  workday.Date
		want   string
	}{
		{"an end on the first day is in order", model.Values{"planned": "true", "begin": "2026-02-11", "end": "2026-02-11"}, today, ""},
		{"an end before the first day is not", model.Values{"planned": "true", "begin": "2026-02-11", "end": "2026-02-10"}, today, "end problem.day_before"},
		{"a first day that is not asked for orders nothing", model.Values{"begin": "2026-02-11", "end": "2026-02-10"}, today, ""},
		{"a first day that is no day orders nothing more", model.Values{"planned": "true", "begin": "2026-02-30", "end": "2026-02-10"}, today, "begin problem.not_date"},
		{"what happened today has happened", model.Values{"done": "2026-02-11"}, today, ""},
		{"what happens tomorrow has not", model.Values{"done": "2026-02-12"}, today, "done problem.day_to_come"},
		{"without a today nothing is to come", model.Values{"done": "2999-01-01"}, workday.Date{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			refused(t, model.InvalidInput(form.Check(&model.Profile{}, c.values, c.today)), wanted(c.want)...)
		})
	}
}

func TestFieldKinds(t *testing.T) {
	integer := model.Field{Kind: model.IntegerField, Min: bound(1), Max: bound(1000)}
	decimal := model.Field{Kind: model.DecimalField, Min: bound(0), Max: bound(1000000)}
	choice := model.Field{Kind: model.ChoiceField, List: "fruits"}
	open := model.Field{Kind: model.ChoiceField, List: "fruits", Open: true}
	choices := model.Field{Kind: model.ChoicesField, List: "fruits"}
	for _, c := range []struct {
		name  string
		field model.Field
		// value → key of what is wrong; nothing where it is right
		values map[string]string
	}{
		{"text", model.Field{Kind: model.TextField}, map[string]string{"赵𬭎": "", "  ": "", "\xff\xfe": "problem.not_text"}},
		{"an integer", integer, map[string]string{"1": "", "1000": "", " 12 ": "", "0": "problem.too_small", "-1": "problem.too_small",
			"1001": "problem.too_big", "1000000000000": "problem.too_big", "99999999999999999999": "problem.not_integer",
			"1.5": "problem.not_integer", "1e3": "problem.not_integer", "十二": "problem.not_integer", "12台": "problem.not_integer",
			"１２": "problem.not_integer", "1,000": "problem.not_integer", "0x10": "problem.not_integer", "NaN": "problem.not_integer"}},
		{"a decimal", decimal, map[string]string{"386.5": "", "0": "", "0.0001": "", "-0.5": "problem.too_small", "1000000.01": "problem.too_big",
			"1e12": "problem.not_number", "386.5万": "problem.not_number", ".5": "problem.not_number", "1.": "problem.not_number", "Inf": "problem.not_number", "1.23456": "problem.not_number"}},
		{"a date", model.Field{Kind: model.DateField}, map[string]string{"2026-10-10": "", "2028-02-29": "", "2026-02-29": "problem.not_date",
			"2026-02-30": "problem.not_date", "2026-13-01": "problem.not_date", "2026-00-01": "problem.not_date", "2026-1-5": "problem.not_date",
			"2026/10/10": "problem.not_date", "10-10-2026": "problem.not_date", "2026年10月10日": "problem.not_date", "明天": "problem.not_date"}},
		{"a choice", choice, map[string]string{"pear": "", "plum": "", "梨": "problem.not_on_list", "Pear": "problem.not_on_list", "pear|plum": "problem.not_on_list"}},
		{"an open choice", open, map[string]string{"pear": "", "山楂": ""}},
		{"choices", choices, map[string]string{"pear": "", "pear|plum": "", "pear|": "problem.not_on_list", "|": "problem.not_on_list", "pear、plum": "problem.not_on_list"}},
		{"a boolean", model.Field{Kind: model.BooleanField}, map[string]string{"true": "", "false": "", "是": "problem.not_boolean", "1": "problem.not_boolean", "TRUE": "problem.not_boolean"}},
		{"a declaration (R40)", model.Field{Kind: model.DeclarationField}, map[string]string{"true": "", "false": "problem.declaration", "": "problem.declaration", "yes": "problem.declaration"}},
		{"a phone", model.Field{Kind: model.PhoneField}, map[string]string{"0427-5550101": "", "13000000101": "", "+86 130 0000 0101": "", "0427-5550101转802": "",
			"110": "problem.not_phone", "电话": "problem.not_phone", "0427－5550101": "problem.not_phone", "-13000000101": "problem.not_phone", "13000000101/13000000102": "problem.not_phone"}},
		{"an e-mail address", model.Field{Kind: model.EmailField}, map[string]string{"wangfang@gcsp.panjin.example": "", "wangfang": "problem.not_email",
			"wang fang@a.b": "problem.not_email", "a@b": "problem.not_email", "@a.b": "problem.not_email", "a@b.": "problem.not_email", "a@@b.c": "problem.not_email"}},
		{"a credit code (GB 32100-2015)", model.Field{Kind: model.CreditCodeField}, map[string]string{"12211100DEM000014U": "", "12211100dem000014u": "",
			"12211100DEM000014W": "problem.not_credit_code", "12211100DEM000041U": "problem.not_credit_code", "12211100DEM00001": "problem.not_credit_code",
			"1221110ODEM000014U": "problem.not_credit_code", "一二三四五六七八九十一二三四五六七八": "problem.not_credit_code"}},
	} {
		t.Run(c.name+" is checked", func(t *testing.T) {
			for value, want := range c.values {
				if got := checkOne(c.field, value); got != want {
					t.Errorf("%q: %q, want %q", value, got, want)
				}
			}
		})
		t.Run(c.name+" of 10,000 characters is refused", func(t *testing.T) {
			long := strings.Repeat("长", 10000)
			if got := checkOne(c.field, long); got == "" {
				t.Error("it was taken")
			}
		})
		if c.field.Kind == model.DeclarationField {
			continue
		}
		t.Run(c.name+" may be empty unless it is required", func(t *testing.T) {
			required := c.field
			required.Required = true
			for _, empty := range []string{"", "   ", "\n\t", "　"} {
				if got := checkOne(c.field, empty); got != "" {
					t.Errorf("optional and %q: %s", empty, got)
				}
				if got := checkOne(required, empty); got != "problem.required" {
					t.Errorf("required and %q: %q", empty, got)
				}
			}
		})
	}
}

func TestLengths(t *testing.T) {
	for _, c := range []struct {
		name  string
		field model.Field
		limit int
	}{
		{"a text of its own length", model.Field{Kind: model.TextField, MaxLength: 50}, 50},
		{"a text without one", model.Field{Kind: model.TextField}, 200},
		{"a long text without one", model.Field{Kind: model.LongField}, 4000},
	} {
		t.Run(c.name+" is counted in characters, not bytes", func(t *testing.T) {
			for _, character := range []string{"a", "堃", "𬭎"} {
				if got := checkOne(c.field, strings.Repeat(character, c.limit)); got != "" {
					t.Errorf("%d × %s: %s", c.limit, character, got)
				}
				if got := checkOne(c.field, strings.Repeat(character, c.limit+1)); got != "problem.too_long" {
					t.Errorf("%d × %s: %q", c.limit+1, character, got)
				}
			}
		})
	}
	t.Run("a problem tells the limit and the present length", func(t *testing.T) {
		p, form := formOf(model.Field{Kind: model.LongField})
		found := form.Check(p, model.Values{"x": strings.Repeat("长", 10000)}, workday.Date{})
		if len(found) != 1 || found[0].Field != "x" || found[0].Args["max"] != "4000" || found[0].Args["now"] != "10000" || found[0].Args["label"] != "某项" {
			t.Errorf("got %+v", found)
		}
	})
}

func TestUsageForm(t *testing.T) {
	p := shippedProfile(t, "panjin-2016")
	form := p.Forms[string(model.Usage)]
	problems := func(v model.Values) map[string]string {
		found := map[string]string{}
		for _, pr := range form.Check(p, v, workday.Date{}) {
			found[pr.Field] = pr.Key
		}
		return found
	}
	t.Run("an empty form is told every required field at once", func(t *testing.T) {
		found := problems(model.Values{})
		for _, f := range form.Fields() {
			missing := found[f.ID] != ""
			if want := (f.Required || f.Kind == model.DeclarationField) && f.When == nil; missing != want {
				t.Errorf("%s: missing %v, want %v", f.ID, missing, want)
			}
		}
	})
	t.Run("problems come in the order of the form", func(t *testing.T) {
		place := map[string]int{}
		for i, f := range form.Fields() {
			place[f.ID] = i
		}
		last := -1
		for _, pr := range form.Check(p, model.Values{}, workday.Date{}) {
			if place[pr.Field] < last {
				t.Errorf("%s comes too late", pr.Field)
			}
			last = place[pr.Field]
		}
	})
	t.Run("a classified system cannot be filed (R06)", func(t *testing.T) {
		for _, value := range []string{"", "false", "涉密"} {
			for _, pr := range form.Check(p, model.Values{"non_classified": value}, workday.Date{}) {
				if pr.Field == "non_classified" && (pr.Key != "problem.declaration" || pr.Args["article"] != "第二十四条") {
					t.Errorf("%q: %+v", value, pr)
				}
			}
			if problems(model.Values{"non_classified": value})["non_classified"] == "" {
				t.Errorf("%q was taken", value)
			}
		}
	})
	t.Run("the filing number is asked for only of a filed system (R42)", func(t *testing.T) {
		if problems(model.Values{"mlps_filed": "true"})["mlps_number"] != "problem.required" {
			t.Error("a filed system needs no number")
		}
		if problems(model.Values{"mlps_filed": "false"})["mlps_number"] != "" {
			t.Error("a system that is not filed needs a number")
		}
	})
	t.Run("three persons are named with their phones (R42)", func(t *testing.T) {
		found := problems(model.Values{})
		for _, id := range []string{"system_owner", "system_owner_phone", "security_officer", "security_officer_phone", "auditor", "auditor_phone"} {
			f, ok := form.Field(id)
			if !ok || found[id] != "problem.required" || p.ArticleOf(f.Provision) != "第十八条" {
				t.Errorf("%s: %+v", id, f)
			}
		}
	})
	t.Run("the self-test's environment is asked for (T12)", func(t *testing.T) {
		if problems(model.Values{})["self_test_environment"] != "problem.required" {
			t.Error("it is not")
		}
	})
	t.Run("every field takes 10,000 characters without harm and says so", func(t *testing.T) {
		v := model.Values{}
		for _, f := range form.Fields() {
			v[f.ID] = strings.Repeat("长", 10000)
		}
		found := problems(v)
		for _, f := range form.Fields() {
			if f.Asked(v) && found[f.ID] == "" {
				t.Errorf("%s took it", f.ID)
			}
		}
	})
	t.Run("what is on no list of the form is unknown to it", func(t *testing.T) {
		if _, ok := form.Field("colour"); ok {
			t.Error("it has a field colour")
		}
	})
	t.Run("every label, title and choice is in Chinese", func(t *testing.T) {
		for _, f := range p.Forms {
			for _, field := range f.Fields() {
				if !strings.ContainsFunc(field.Label, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
					t.Errorf("%s.%s: %s", f.ID, field.ID, field.Label)
				}
			}
		}
	})
}

func TestDisplay(t *testing.T) {
	p, _ := formOf(model.Field{})
	for _, c := range []struct {
		name  string
		field model.Field
		value string
		want  string
	}{
		{"a choice by its label", model.Field{Kind: model.ChoiceField, List: "fruits"}, "pear", "梨"},
		{"a choice that was typed as typed", model.Field{Kind: model.ChoiceField, List: "fruits", Open: true}, "山楂", "山楂"},
		{"choices by their labels", model.Field{Kind: model.ChoicesField, List: "fruits"}, "pear|plum", "梨、李"},
		{"no choice as nothing", model.Field{Kind: model.ChoicesField, List: "fruits"}, "", ""},
		{"a tick as 是", model.Field{Kind: model.BooleanField}, "true", "是"},
		{"no tick as 否", model.Field{Kind: model.BooleanField}, "false", "否"},
		{"an unanswered tick as nothing", model.Field{Kind: model.BooleanField}, "", ""},
		{"a text as typed", model.Field{Kind: model.TextField}, "赵𬭎", "赵𬭎"},
	} {
		t.Run("shows "+c.name, func(t *testing.T) {
			if got := c.field.Display(p, c.value); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestValues(t *testing.T) {
	t.Run("a copy is a copy", func(t *testing.T) {
		v := model.Values{"a": "1"}
		v.Clone()["a"] = "2"
		if v["a"] != "1" {
			t.Error("the copy changed the original")
		}
	})
	t.Run("numbers are read with blanks around them", func(t *testing.T) {
		if n, ok := (model.Values{"a": " 12 "}).Int("a"); n != 12 || !ok {
			t.Errorf("got %d, %v", n, ok)
		}
		if _, ok := (model.Values{"a": "十二"}).Int("a"); ok {
			t.Error("十二 was read as a number")
		}
		if _, ok := (model.Values{}).Int("a"); ok {
			t.Error("nothing was read as a number")
		}
	})
	t.Run("choices are split", func(t *testing.T) {
		if got := (model.Values{"a": "x|y"}).Choices("a"); len(got) != 2 || got[1] != "y" {
			t.Errorf("got %v", got)
		}
		if got := (model.Values{}).Choices("a"); got != nil {
			t.Errorf("got %v", got)
		}
	})
}
