package view

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
)

func TestList(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	filed := office.Filed(model.Accepted)
	for _, name := range []string{office.Samples()[1], office.Samples()[0]} {
		draft := office.Draft(name)
		if _, err := office.As(draft.Owner).Submit(ctx, draft); err != nil {
			t.Fatal(err)
		}
	}
	officer := office.By(model.DutyAcceptance)
	first := office.Dossier(filed).Request
	count := func(t *testing.T, f Filter) int {
		t.Helper()
		found, err := LoadList(ctx, officer, f, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		if found.Count != len(found.Rows) {
			t.Errorf("counted %d, listed %d", found.Count, len(found.Rows))
		}
		return found.Count
	}

	for _, c := range []struct {
		name string
		f    Filter
		want int
	}{
		{"nothing narrows nothing", Filter{}, 3},
		{"a status narrows", Filter{Status: "accepted"}, 1},
		{"a kind narrows", Filter{Case: "termination"}, 0},
		{"a unit narrows", Filter{Unit: "no-such-unit"}, 0},
		{"the number finds its request", Filter{Text: first.Number}, 1},
		{"a level that nothing has finds nothing", Filter{Level: "1"}, 0},
		{"a day before all finds nothing", Filter{To: "2026-02-01"}, 0},
		{"from a day on finds what was filed on it", Filter{From: Day(first.Rounds[0].Submitted)}, 3},
		{"a queue has its own statuses, whatever else is chosen", Filter{Queue: "to_accept", Status: "accepted"}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := count(t, c.f); got != c.want {
				t.Errorf("found %d, want %d", got, c.want)
			}
		})
	}
	t.Run("a long list is read part by part, each request once, and counted whole", func(t *testing.T) {
		seen := map[string]bool{}
		after, parts := "", 0
		for {
			found, err := loadPart(ctx, officer, Filter{}, after, 2)
			if err != nil {
				t.Fatal(err)
			}
			if after == "" && found.Count != 3 {
				t.Errorf("counted %d", found.Count)
			}
			for _, r := range found.Rows {
				seen[r.ID] = true
			}
			parts++
			if after = found.Next; after == "" {
				break
			}
		}
		if len(seen) != 3 || parts != 2 {
			t.Errorf("%d requests in %d parts", len(seen), parts)
		}
	})
	t.Run("the ledger is written for what the filters find", func(t *testing.T) {
		zh, err := wire.Words(words.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		ledger, told := Ledger{Kind: ListLedger, List: Filter{Status: "submitted"}}, 0
		if err := ledger.Export(ctx, officer, &b, zh.Text, func(int, int) { told++ }); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(b.Bytes(), []byte("PK")) {
			t.Error("this is no workbook")
		}
		if told == 0 {
			t.Error("nobody heard how far it came")
		}
	})
	t.Run("who reads all units may choose one, a clerk has no choice", func(t *testing.T) {
		all, err := LoadOffers(ctx, officer)
		if err != nil {
			t.Fatal(err)
		}
		own, err := LoadOffers(ctx, office.By(model.DutyUnit))
		if err != nil {
			t.Fatal(err)
		}
		if len(all.Units) < 2 || len(own.Units) != 0 {
			t.Errorf("units: %d and %d", len(all.Units), len(own.Units))
		}
		if len(all.Levels) != 4 || len(all.Dues) != 2 || len(all.Cases) != 3 {
			t.Errorf("offers: %+v", all)
		}
	})
	t.Run("the statuses offered are those of the chosen kind, of all kinds without one", func(t *testing.T) {
		offers, err := LoadOffers(ctx, officer)
		if err != nil {
			t.Fatal(err)
		}
		codes := func(kind string) string {
			var all []string
			for _, o := range offers.Statuses(kind) {
				all = append(all, o.Code)
			}
			return strings.Join(all, " ")
		}
		if got := codes("termination"); got != "termination.submitted termination.approved termination.disapproved reclaimed terminated withdrawn" {
			t.Error(got)
		}
		for _, code := range []string{"usage.submitted", "trial", "change.submitted", "executed", "termination.approved", "terminated"} {
			if !offers.Fits("", code) || strings.Count(" "+codes("")+" ", " "+code+" ") != 1 {
				t.Errorf("%s is not offered once: %s", code, codes(""))
			}
		}
		if offers.Fits("change", "trial") || !offers.Fits("change", "") {
			t.Error("a change may be on trial")
		}
	})
	t.Run("a saved view keeps how urgent", func(t *testing.T) {
		kept := Filter{Due: "overdue", Case: "change", Status: "change.submitted"}
		if err := SaveView(ctx, officer, SavedView{Name: "逾期变更", Filter: kept}); err != nil {
			t.Fatal(err)
		}
		views, err := LoadViews(ctx, officer)
		if err != nil || len(views) != 1 || views[0].Filter != kept {
			t.Errorf("%+v, %v", views, err)
		}
	})
	t.Run("a queue that is not the person's is not found", func(t *testing.T) {
		_, err := LoadList(ctx, officer, Filter{Queue: "to_deliver"}, "", 0)
		if model.KindOf(err) != model.NotFound {
			t.Errorf("error: %v", err)
		}
	})
}

func TestFilterProblems(t *testing.T) {
	for _, c := range []struct {
		name  string
		f     Filter
		field string
	}{
		{"a day that does not exist is pointed at", Filter{From: "2026-02-30"}, "from"},
		{"half a day is pointed at", Filter{To: "2026-1"}, "to"},
		{"an end before the beginning is pointed at", Filter{From: "2026-03-01", To: "2026-02-01"}, "to"},
		{"one day is a span", Filter{From: "2026-03-01", To: "2026-03-01"}, ""},
		{"no days are no problem", Filter{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := c.f.Problems()
			switch {
			case c.field == "" && len(found) > 0, c.field != "" && (len(found) != 1 || found[0].Field != c.field):
				t.Errorf("problems: %+v", found)
			}
		})
	}
}
