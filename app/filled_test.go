package app_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// beside opens what lies beside a filled form.
func beside(files map[string]string) func(string) (io.ReadCloser, error) {
	return func(path string) (io.ReadCloser, error) {
		content, ok := files[path]
		if !ok {
			return nil, errors.New("no such file")
		}
		if content == "broken" {
			return io.NopCloser(broken{}), nil
		}
		return io.NopCloser(strings.NewReader(content)), nil
	}
}

func TestFilledForms(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	clerk := o.By(model.DutyUnit)
	t.Run("a slip of the pen in a filled form is told, not lost", func(t *testing.T) {
		for _, text := range []string{`{"value":{}}`, `{"values":{"user_count":3}}`, `[]`, ``, `{`} {
			_, err := app.ReadFilledForm([]byte(text))
			if e := refusal(t, err, model.Invalid); e.Key != "error.filled_form" || e.Args["detail"] == "" {
				t.Errorf("%s: %v", text, e)
			}
		}
	})
	t.Run("everything it says becomes a draft, and everything wrong is told at once", func(t *testing.T) {
		form := must(app.ReadFilledForm([]byte(`{"profile":"panjin-2016","kind":"usage",
			"values":{"system_name":"办件系统","zzz":"1","aaa":"2","user_count":"许多"},
			"rows":[{"resource":"vm","values":{"vcpu":"-8"}}],
			"files":[{"role":"construction_plan","path":"a/方案.pdf"},{"role":"security_self_test","path":"缺.pdf"},
				{"role":"other","path":"x.exe"},{"role":"performance_self_test","path":"假.pdf"},{"role":"official_letter","path":"坏.pdf"}]}`)))
		draft, problems, err := clerk.TakeIn(ctx, form, beside(map[string]string{"a/方案.pdf": "%PDF-1.7", "x.exe": "MZ", "假.pdf": "text", "坏.pdf": "broken"}))
		if err != nil {
			t.Fatal(err)
		}
		for field, key := range map[string]string{"aaa": "problem.unknown_field", "zzz": "problem.unknown_field", "user_count": "problem.not_integer",
			"rows[0].vcpu": "problem.too_small", "files.other": "problem.file_type", "files.performance_self_test": "problem.file_content",
			"files.official_letter": "error.file_unreadable", "reason": "problem.required"} {
			if p := problemOf(t, problems, field); p.Key != key {
				t.Errorf("%s is %s, want %s", field, p.Key, key)
			}
		}
		if p := problemOf(t, problems, "files.security_self_test"); p.Key != "problem.file_missing" || p.Args["name"] != "缺.pdf" {
			t.Error(p)
		}
		kept := must(clerk.Draft(ctx, draft.ID)).Filling
		if kept.Values["user_count"] != "许多" || kept.Values["zzz"] != "1" || kept.Rows[0].Values["vcpu"] != "-8" || kept.Rows[0].ID != "1" ||
			len(kept.Files) != 1 || kept.Files[0].Name != "方案.pdf" || kept.Values["unit_name"] != clerk.Unit.Name {
			t.Errorf("%+v", kept)
		}
	})
	t.Run("a form of another city, or of another kind, is not taken in", func(t *testing.T) {
		for _, form := range []app.FilledForm{{Profile: "luan"}, {Kind: model.Change}} {
			_, _, err := clerk.TakeIn(ctx, form, beside(nil))
			refusal(t, err, model.Invalid)
		}
		if n := len(must(clerk.Drafts(ctx))); n != 1 {
			t.Errorf("%d drafts", n)
		}
	})
	t.Run("who does not file takes none in (R04)", func(t *testing.T) {
		_, _, err := o.By(model.DutyApproval).TakeIn(ctx, app.FilledForm{}, beside(nil))
		refusal(t, err, model.Forbidden)
	})
}
