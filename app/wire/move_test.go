package wire_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
)

// clerkOf makes a unit under an id and a clerk of it.
func clerkOf(t *testing.T, o *apptest.Office, unit, name, clerk string) *app.Desk {
	t.Helper()
	admin := o.By(model.DutyAdministration)
	if err := admin.AddUnit(t.Context(), model.Unit{ID: unit, Name: name}); err != nil {
		t.Fatal(err)
	}
	if err := admin.AddPerson(t.Context(), model.Person{ID: clerk, Name: "秦月", Unit: unit, Roles: []model.Role{model.RoleClerk}}, demo.Password); err != nil {
		t.Fatal(err)
	}
	return o.As(clerk)
}

// files files a sample request as a clerk.
func files(t *testing.T, desk *app.Desk, sample string) model.Event {
	t.Helper()
	draft, problems, err := demo.Draft(t.Context(), desk, sample)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	e, err := desk.Submit(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestADeskBringsItsRecordsAlong(t *testing.T) {
	ctx := context.Background()
	hub, own := apptest.NewHub(t, "luan"), apptest.New(t, "luan")
	hubs := files(t, hub.ClerkOf(hub.Samples()[0]), hub.Samples()[0])
	accepted := own.Filed(model.Accepted)
	before := own.Dossier(accepted)
	clerk := clerkOf(t, own, "unit-here", "市林业局", "qinyue")
	second := files(t, clerk, own.Samples()[1])
	stranger := files(t, clerkOf(t, own, "unit-odd", "市气象局", "stranger"), own.Samples()[1])
	draft, _, err := demo.Draft(ctx, clerk, own.Samples()[0])
	if err != nil {
		t.Fatal(err)
	}
	clerkOf(t, hub.Office, "unit-there", "市林业局", "qinyue")
	joining := hub.Joining("authority", true)
	own.Clock.Set(time.Now())
	words, err := wire.Words("zh-Hans")
	if err != nil {
		t.Fatal(err)
	}
	moving := wire.Moving{Joining: joining, Words: words.Text, Say: words.Error, Told: func(int, int) {}}
	opts := wire.Options{Clock: own.Clock.Now, OwnFonts: true}

	t.Run("with a code that allows nothing of it no record goes, and with a better one they do", func(t *testing.T) {
		lesser := moving
		lesser.Joining = hub.Joining("unit-there", false)
		if would, err := own.TryMove(ctx, lesser); err != nil || !slices.ContainsFunc(would.Refused(), func(i app.MovedItem) bool { return i.Key == "error.import_scope" }) {
			t.Error(would.Refused(), err)
		}
		wrong := moving
		wrong.Code = "AAAA-BBBB-CCCC"
		if _, err := own.TryMove(ctx, wrong); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
	t.Run("asked before, the hub says what it would take and why not the rest, and changes nothing", func(t *testing.T) {
		would, err := own.TryMove(ctx, moving)
		if err != nil {
			t.Fatal(err)
		}
		if refused := would.Refused(); would.Taken() < 4 || len(refused) != 2 || refused[0].Key != "error.import_unit" && refused[0].Key != "error.import_person" {
			t.Errorf("%d taken, %+v", would.Taken(), refused)
		}
		if events, err := hub.Store.Events(ctx, model.Subject{Kind: model.RequestSubject, ID: accepted}); err != nil || len(events) > 0 {
			t.Error(events, err)
		}
	})
	joined, moved, err := own.MoveTo(ctx, opts, moving)
	if err != nil {
		t.Fatal(err)
	}
	own.Opened = joined // closed when the test ends
	t.Run("what the hub took is there at the times that it had; a number that was given twice is given anew", func(t *testing.T) {
		after := hub.Dossier(accepted)
		if len(moved.Renumbered()) != 1 || after.Request.Number == before.Request.Number || after.Request.Number == hubs.Number {
			t.Errorf("%q was %q, the hub's is %q: %+v", after.Request.Number, before.Request.Number, hubs.Number, moved.Renumbered())
		}
		if after.Request.Status != model.Accepted || !after.Request.Since.Equal(before.Request.Since) || len(after.History) != len(before.History) {
			t.Errorf("%+v", after.Request)
		}
		first := after.History[0]
		if first.Values[model.NumberBefore] != before.Request.Number || first.Values[model.HashBefore] != before.History[0].Hash {
			t.Errorf("%+v", first.Values)
		}
	})
	t.Run("a unit of the same name is the same unit, under the hub's id; numbers that nobody has stay", func(t *testing.T) {
		r := hub.Dossier(second.Subject.ID).Request
		if r.Unit != "unit-there" || r.Number != second.Number {
			t.Errorf("%s %s, was %s", r.Unit, r.Number, second.Number)
		}
	})
	t.Run("what the hub does not take is listed with the reason and stays in the copy beside", func(t *testing.T) {
		kept, _, err := joined.Moved()
		if err != nil || len(kept.Refused()) != 2 {
			t.Errorf("%+v %v", kept.Refused(), err)
		}
		copies, err := filepath.Glob(filepath.Join(joined.Dir, "before-joining-*"))
		if err != nil || len(copies) != 1 {
			t.Fatal(copies, err)
		}
		old := apptest.Open(t, copies[0], own.Clock)
		if r := old.Dossier(stranger.Subject.ID).Request; r.Number != stranger.Number {
			t.Errorf("%+v", r)
		}
		if info, err := os.Stat(filepath.Join(joined.Dir, "moved.xlsx")); err != nil || info.Size() == 0 {
			t.Error("there is no workbook", err)
		}
	})
	t.Run("the desk follows the hub from now on, with the drafts of its people", func(t *testing.T) {
		desk, err := joined.SignIn(ctx, "qinyue", demo.Password)
		if err != nil {
			t.Fatal(err)
		}
		drafts, err := desk.Drafts(ctx)
		if err != nil || len(drafts) == 0 || drafts[0].ID != draft.ID {
			t.Errorf("%+v %v", drafts, err)
		}
		if s, err := joined.SyncState(ctx); err != nil || !s.Joined || s.Pending > 0 {
			t.Errorf("%+v %v", s, err)
		}
	})
	t.Run("both verify", func(t *testing.T) {
		for _, o := range []*wire.Opened{joined, hub.Opened} {
			if broken, err := o.Store.Verify(ctx, func(int, int) {}); err != nil || len(broken) > 0 {
				t.Error(broken, err)
			}
		}
	})
}

func TestWhatBecomesOfNumbersIsForeseen(t *testing.T) {
	hub, own := apptest.NewHub(t, "luan"), apptest.New(t, "luan")
	for _, sample := range hub.Samples()[:2] {
		files(t, hub.ClerkOf(sample), sample)
	}
	var numbers []string
	for _, sample := range own.Samples()[:2] {
		numbers = append(numbers, files(t, own.ClerkOf(sample), sample).Number)
		own.Clock.Set(own.Clock.Now().Add(time.Hour)) // the oldest goes first
	}
	numbers = append(numbers, files(t, clerkOf(t, own, "unit-here", "市林业局", "qinyue"), own.Samples()[0]).Number)
	late := clerkOf(t, hub.Office, "unit-there", "市林业局", "qinyue")
	words, err := wire.Words("zh-Hans")
	if err != nil {
		t.Fatal(err)
	}
	moving := wire.Moving{Joining: hub.Joining("authority", true), Words: words.Text, Say: words.Error, Told: func(int, int) {}}
	own.Clock.Set(time.Now())
	last := func() string {
		r, err := hub.Log().Requests(t.Context(), model.Query{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(len(r.Items))
	}
	became := func(m app.Moving) map[string]string {
		found := map[string]string{}
		for _, i := range m.Renumbered() {
			found[i.Before] = i.Number
		}
		return found
	}
	would, err := own.TryMove(t.Context(), moving)
	if err != nil {
		t.Fatal(err)
	}
	foreseen := became(would)
	t.Run("each number that the hub has given is told with the one that would be given in its place", func(t *testing.T) {
		want := map[string]string{numbers[0]: numbers[2][:len(numbers[2])-1] + "4", numbers[1]: numbers[2][:len(numbers[2])-1] + "5"}
		if !maps.Equal(foreseen, want) {
			t.Errorf("%v, not %v", foreseen, want)
		}
		if last() != "2" {
			t.Error("something was changed")
		}
	})
	t.Run("and so it comes", func(t *testing.T) {
		joined, moved, err := own.MoveTo(t.Context(), wire.Options{Clock: own.Clock.Now, OwnFonts: true}, moving)
		if err != nil {
			t.Fatal(err)
		}
		own.Opened = joined // closed when the test ends
		if got := became(moved); !maps.Equal(got, foreseen) {
			t.Errorf("%v, not %v", got, foreseen)
		}
		if next := files(t, late, hub.Samples()[1]).Number; next <= foreseen[numbers[1]] {
			t.Error("the next is", next)
		}
	})
}
