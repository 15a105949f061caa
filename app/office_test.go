package app_test

import (
	"bytes"
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/model"
)

// newer is the program that ships the next version of a regulation, in which early tests are refused.
func newer(id string) func(string) ([]byte, error) {
	return func(want string) ([]byte, error) {
		text, err := wire.Profile(want)
		if want == id {
			text = bytes.Replace(text, []byte(`"version": 2`), []byte(`"version": 3`), 1)
			text = bytes.Replace(text, []byte(`"block_early": false`), []byte(`"block_early": true`), 1)
		}
		return text, err
	}
}

func TestRegulationVersions(t *testing.T) {
	ctx := t.Context()
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		id := o.Profile().ID
		old := onTrial(t, o, 1, "30")
		parts := o.Parts
		published := func() int {
			return len(must(o.Store.Events(ctx, model.Subject{Kind: model.OfficeSubject, ID: "office"})))
		}
		parts.Shipped = newer(id)
		o.Office = must(app.Open(ctx, parts))
		t.Run("a newer version that comes with the program is adopted once", func(t *testing.T) {
			o.Office = must(app.Open(ctx, parts))
			if got := o.Profile().Ref(); got != id+"@3" || published() != 2 {
				t.Errorf("%s, published %d times", got, published())
			}
		})
		t.Run("a request keeps the version that it began under; a new one begins under the new one", func(t *testing.T) {
			fresh := onTrial(t, o, 1, "30")
			for _, c := range []struct {
				r       request
				profile string
				key     string
			}{{old, id + "@2", "problem.early_reason"}, {fresh, id + "@3", "problem.too_early"}} {
				r := request{t, o, o.As(c.r.clerk.Person.ID), c.r.id}
				for _, kind := range model.TestKinds {
					r.do(model.DutyUnit, model.RecordTest, result(r.office, kind, "passed"))
				}
				if got := r.look().Profile.Ref(); got != c.profile {
					t.Errorf("%s, want %s", got, c.profile)
				}
				names(t, r.refused(model.Invalid, model.DutyUnit, model.SubmitTests, app.Doing{}), "note "+c.key)
			}
		})
		t.Run("an older program does not bring the old version back", func(t *testing.T) {
			parts.Shipped = wire.Profile
			o.Office = must(app.Open(ctx, parts))
			if got := o.Profile().Ref(); got != id+"@3" {
				t.Error(got)
			}
		})
		t.Run("a regulation is kept whole: an office opens though the program no longer ships it", func(t *testing.T) {
			parts.Shipped = func(string) ([]byte, error) { return nil, fs.ErrNotExist }
			o.Office = must(app.Open(ctx, parts))
			file := request{t, o, nil, old.id}.look()
			if o.Profile().Ref() != id+"@3" || file.Profile.Ref() != id+"@2" || file.Due.Article == "" {
				t.Errorf("%s %s %+v", o.Profile().Ref(), file.Profile.Ref(), file.Due)
			}
		})
	})
}

func TestFounding(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	t.Run("an office has its regulation's authority as a unit, and its administrator belongs to it", func(t *testing.T) {
		admin := o.By(model.DutyAdministration)
		if admin.Unit.ID != "authority" || admin.Unit.Name != o.Profile().Word("authority") {
			t.Errorf("%+v", admin.Unit)
		}
	})
	t.Run("a regulation that no program ships founds nothing", func(t *testing.T) {
		_, err := app.Found(ctx, o.Parts, app.Founding{Profile: "atlantis", Admin: newcomer, Password: "a good password"})
		refusal(t, err, model.NotFound)
	})
	t.Run("a store without an office is not opened", func(t *testing.T) {
		parts := o.Parts
		parts.Store = empty{}
		_, err := app.Open(ctx, parts)
		refusal(t, err, model.NotFound)
	})
}

// empty is a store in which nothing happened yet.
type empty struct{ app.Store }

func (empty) Events(context.Context, model.Subject) ([]model.Event, error) { return nil, nil }

func TestOptionsAndHistory(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 0)
	t.Run("what a person may do is told by the same rules that refuse it", func(t *testing.T) {
		for _, p := range must(o.People(t.Context())) {
			d := o.As(p.ID)
			file, err := d.Dossier(t.Context(), r.id)
			if err != nil {
				continue // another unit's
			}
			for _, option := range file.Options {
				_, err := d.Do(t.Context(), app.Doing{Request: r.id, Action: option.Action, Note: strings.Repeat("长", 4001)})
				if forbidden := model.KindOf(err) == model.Forbidden; forbidden == option.May {
					t.Errorf("%s is told that he may %s: %t, and then %v", p.ID, option.Action, option.May, err)
				}
			}
		}
	})
	t.Run("the history is every act in its order, by the name of the day", func(t *testing.T) {
		r.do(model.DutyAcceptance, model.Accept, app.Doing{Note: "齐全"})
		renamed := o.By(model.DutyAcceptance).Person
		was := renamed.Name
		renamed.Name = "改了名"
		if err := o.By(model.DutyAdministration).SavePerson(t.Context(), renamed); err != nil {
			t.Fatal(err)
		}
		history := r.look().History
		acts := []model.Action{}
		for _, e := range history {
			acts = append(acts, e.Action)
		}
		if !slices.Equal(acts, []model.Action{model.Submit, model.Accept}) || history[1].ActorName != was || history[1].Note != "齐全" {
			t.Errorf("%+v", history)
		}
	})
}
