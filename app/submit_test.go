package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"yunban/app/apptest"
	"yunban/model"
)

// draftWith is a complete draft at its clerk's desk with some of it changed.
func draftWith(o *apptest.Office, change func(*model.Filling)) model.Draft {
	d := o.Draft(o.Samples()[0])
	change(&d.Filling)
	return d
}

func TestAnEmptyApplication(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		draft := draftWith(o, func(f *model.Filling) { *f = model.Filling{Values: model.Values{}} })
		_, err := o.As(draft.Owner).Submit(t.Context(), draft)
		e := refusal(t, err, model.Invalid)
		t.Run("every required field, the lines and the materials are named at once (R11)", func(t *testing.T) {
			want := []string{"rows problem.no_lines", "files.construction_plan problem.material",
				"files.performance_self_test problem.material", "files.security_self_test problem.material"}
			for _, f := range o.Profile().Forms["usage"].Fields() {
				switch {
				case f.Kind == model.DeclarationField:
					want = append(want, f.ID+" problem.declaration")
				case f.Required && f.When == nil:
					want = append(want, f.ID+" problem.required")
				}
			}
			if len(want) < 40 {
				t.Fatalf("the form asks for too little: %q", want)
			}
			names(t, e, want...)
		})
		t.Run("materials and lines cite their article (R11)", func(t *testing.T) {
			article := inCity(o, "第七条", "第十一条")
			for _, field := range []string{"rows", "files.construction_plan", "files.performance_self_test", "files.security_self_test"} {
				if got := problemOf(t, e.Problems, field).Args["article"]; got != article {
					t.Errorf("%s cites %q, want %q", field, got, article)
				}
			}
		})
		t.Run("nothing is written, and the draft stays", func(t *testing.T) {
			if n := must(o.By(model.DutyAcceptance).Count(t.Context(), model.Query{})); n != 0 {
				t.Errorf("%d requests", n)
			}
			must(o.As(draft.Owner).Draft(t.Context(), draft.ID))
		})
	})
}

func TestWrongValues(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		form := o.Profile().Forms["usage"]
		t.Run("every field refuses a text that is too long", func(t *testing.T) {
			draft := draftWith(o, func(f *model.Filling) {
				for _, field := range form.Fields() {
					if written(field) {
						f.Values[field.ID] = strings.Repeat("长", field.Limit()+1)
					}
				}
			})
			problems := o.As(draft.Owner).Check(draft)
			for _, field := range form.Fields() {
				if !written(field) || !field.Asked(draft.Filling.Values) {
					continue
				}
				p := problemOf(t, problems, field.ID)
				if p.Key != "problem.too_long" || p.Args["max"] != fmt.Sprint(field.Limit()) || p.Args["now"] != fmt.Sprint(field.Limit()+1) || p.Args["label"] != field.Label {
					t.Errorf("%+v", p)
				}
			}
		})
		t.Run("and takes one of just that length, a character above U+FFFF counting as one", func(t *testing.T) {
			draft := draftWith(o, func(f *model.Filling) {
				for _, field := range form.Fields() {
					if written(field) && field.Kind != model.EmailField && field.Kind != model.PhoneField {
						f.Values[field.ID] = strings.Repeat("𬭎", field.Limit())
					}
				}
			})
			if problems := o.As(draft.Owner).Check(draft); len(problems) != 0 {
				t.Error(problems)
			}
		})
		t.Run("every field refuses what is not of its kind", func(t *testing.T) {
			for kind, wrong := range wrongByKind {
				for value, key := range wrong {
					draft := draftWith(o, func(f *model.Filling) {
						for _, field := range form.Fields() {
							if field.Kind == kind && !decides(form, field.ID) {
								f.Values[field.ID] = value
							}
						}
					})
					problems := o.As(draft.Owner).Check(draft)
					for _, field := range form.Fields() {
						if field.Kind != kind || decides(form, field.ID) || !field.Asked(draft.Filling.Values) || field.Open {
							continue
						}
						if p := problemOf(t, problems, field.ID); p.Key != key {
							t.Errorf("%s = %q: %+v, want %s", field.ID, value, p, key)
						}
					}
				}
			}
		})
		t.Run("what decides about other fields is checked too", func(t *testing.T) {
			draft := draftWith(o, func(f *model.Filling) {
				f.Values["cloud_type"], f.Values["term"], f.Values["mlps_filed"] = "nonsense", "nonsense", "maybe"
			})
			problems := o.As(draft.Owner).Check(draft)
			for field, key := range map[string]string{"cloud_type": "problem.not_on_list", "term": "problem.not_on_list", "mlps_filed": "problem.not_boolean"} {
				if p := problemOf(t, problems, field); p.Key != key {
					t.Errorf("%+v", p)
				}
			}
		})
		t.Run("a field is asked for only when it applies", func(t *testing.T) {
			draft := draftWith(o, func(f *model.Filling) {
				f.Values["cloud_type"], f.Values["term"], f.Values["mlps_filed"] = "migrate", "until", model.True
				for _, id := range []string{"present_site", "live_system", "term_until", "mlps_number", "mlps_date"} {
					delete(f.Values, id)
				}
			})
			_, err := o.As(draft.Owner).Submit(t.Context(), draft)
			names(t, refusal(t, err, model.Invalid), "present_site problem.required", "term_until problem.required",
				"mlps_number problem.required", "mlps_date problem.required")
		})
	})
}

// written reports whether a field is free text.
func written(f model.Field) bool {
	return slices.Contains([]model.FieldKind{model.TextField, model.LongField, model.EmailField, model.PhoneField}, f.Kind)
}

// decides reports whether another field of the form depends on this one.
func decides(form model.Form, id string) bool {
	return slices.ContainsFunc(form.Fields(), func(f model.Field) bool { return f.When != nil && f.When.Field == id })
}

var wrongByKind = map[model.FieldKind]map[string]string{
	model.IntegerField: {"三千": "problem.not_integer", "3.5": "problem.not_integer", "1e3": "problem.not_integer", "0": "problem.too_small",
		"-1": "problem.too_small", "999999999999": "problem.too_big", "99999999999999999999": "problem.not_integer"},
	model.DecimalField:     {"百": "problem.not_number", "1.23456": "problem.not_number", "NaN": "problem.not_number", "-1": "problem.too_small", "1000001": "problem.too_big"},
	model.DateField:        {"2026-02-30": "problem.not_date", "2026/02/11": "problem.not_date", "明天": "problem.not_date"},
	model.ChoiceField:      {"nonsense": "problem.not_on_list"},
	model.ChoicesField:     {"nonsense": "problem.not_on_list", "|": "problem.not_on_list"},
	model.PhoneField:       {"123": "problem.not_phone", "手机": "problem.not_phone", "0427-55501011234567890": "problem.not_phone"},
	model.EmailField:       {"nobody": "problem.not_email", "a@b": "problem.not_email", "a b@c.cn": "problem.not_email"},
	model.CreditCodeField:  {"12211100DEM000014X": "problem.not_credit_code", "1221": "problem.not_credit_code"},
	model.DeclarationField: {"": "problem.declaration", "false": "problem.declaration"},
}

func TestResourceLines(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	lines := func(rows ...model.Row) []model.Problem {
		draft := draftWith(o, func(f *model.Filling) { f.Rows = rows })
		return o.As(draft.Owner).Check(draft)
	}
	t.Run("every cell that is wrong is named by its line and column", func(t *testing.T) {
		for _, r := range o.Profile().Resources {
			row := model.Row{Resource: r.ID, Values: model.Values{}}
			for _, f := range append(slices.Clone(r.Fields), r.Amounts...) {
				row.Values[f.ID] = strings.Repeat("错", 300)
			}
			problems := lines(model.Row{Resource: r.ID, Values: model.Values{}}, row)
			for _, f := range append(slices.Clone(r.Fields), r.Amounts...) {
				if f.When != nil {
					continue
				}
				problemOf(t, problems, "rows[1]."+f.ID)
				if f.Required {
					problemOf(t, problems, "rows[0]."+f.ID)
				}
			}
		}
	})
	t.Run("an unknown resource is named", func(t *testing.T) {
		if p := problemOf(t, lines(model.Row{Resource: "quantum"}), "rows[0].resource"); p.Args["resource"] != "quantum" {
			t.Error(p)
		}
	})
	t.Run("an elastic line's bounds hold its number (R22)", func(t *testing.T) {
		host := model.Values{}
		for k, v := range o.Draft(o.Samples()[0]).Filling.Rows[0].Values {
			host[k] = v
		}
		for bounds, field := range map[string]string{"2 4 3": "", "4 2 3": "rows[0].elastic_max", "2 4 5": "rows[0].count", "2 4 1": "rows[0].count"} {
			v := host.Clone()
			v["elastic"] = model.True
			for i, name := range []string{"elastic_min", "elastic_max", "count"} {
				v[name] = strings.Fields(bounds)[i]
			}
			problems := lines(model.Row{Resource: "vm", Values: v})
			if field == "" && len(problems) > 0 {
				t.Errorf("%s: %v", bounds, problems)
			}
			if field != "" {
				problemOf(t, problems, field)
			}
		}
	})
}

func TestClassified(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		t.Run("a classified system is refused with the article that excludes it (R06, R40)", func(t *testing.T) {
			for _, said := range []string{"", "false", "yes"} {
				draft := draftWith(o, func(f *model.Filling) { f.Values["non_classified"], f.Values["pledge_use"] = said, said })
				_, err := o.As(draft.Owner).Submit(t.Context(), draft)
				e := refusal(t, err, model.Invalid)
				names(t, e, "non_classified problem.declaration", "pledge_use problem.declaration")
				if got := problemOf(t, e.Problems, "non_classified").Args["article"]; got != inCity(o, "第二十四条", "第二十九条") {
					t.Errorf("it cites %q", got)
				}
				if got := problemOf(t, e.Problems, "pledge_use").Args["article"]; got != inCity(o, "第十六条", "第二十条") {
					t.Errorf("it cites %q", got)
				}
			}
		})
	})
}

func TestMaterials(t *testing.T) {
	o := apptest.New(t, "luan")
	t.Run("a file of no known material is refused", func(t *testing.T) {
		draft := draftWith(o, func(f *model.Filling) { f.Files[0].Role = "love_letter" })
		_, err := o.As(draft.Owner).Submit(t.Context(), draft)
		if p := problemOf(t, refusal(t, err, model.Invalid).Problems, "files"); p.Key != "problem.unknown_material" {
			t.Error(p)
		}
	})
	t.Run("a file whose content is not kept is refused", func(t *testing.T) {
		for _, hash := range []string{strings.Repeat("0", 64), "", "../x"} {
			draft := draftWith(o, func(f *model.Filling) { f.Files[0].Hash = hash })
			_, err := o.As(draft.Owner).Submit(t.Context(), draft)
			if p := problemOf(t, refusal(t, err, model.Invalid).Problems, "files"); p.Key != "problem.file_not_kept" || p.Args["name"] != draft.Filling.Files[0].Name {
				t.Error(p)
			}
		}
	})
}
