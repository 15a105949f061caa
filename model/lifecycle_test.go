package model_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"yunban/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestLifecycleGolden prints every allowed move: the law of the app on one page.
func TestLifecycleGolden(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-12s %-16s %-17s %-16s %s\n", "case", "from", "action", "to", "by")
	for _, a := range allArrows() {
		from := string(a.From)
		if from == "" {
			from = "-"
		}
		checks := ""
		if a.Gate != nil {
			checks += " gate"
		}
		if a.Need != nil {
			checks += " need"
		}
		fmt.Fprintf(&b, "%-12s %-16s %-17s %-16s %s%s\n", a.kind, from, a.Action, a.To, a.By, checks)
	}
	const golden = "testdata/lifecycle.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the lifecycle changed; if that is meant, run the test with -update and read the difference.\n%s", b.String())
	}
}

// ofKind is an arrow and the case it belongs to.
type ofKind struct {
	model.Arrow
	kind model.Case
}

func allArrows() []ofKind {
	var all []ofKind
	for _, c := range model.Cases() {
		for _, a := range model.Arrows(c) {
			all = append(all, ofKind{a, c})
		}
	}
	return all
}

func TestEveryStatus(t *testing.T) {
	for _, c := range model.Cases() {
		t.Run(string(c), func(t *testing.T) { everyStatus(t, c) })
	}
}

func everyStatus(t *testing.T, c model.Case) {
	reached := map[model.Status]bool{}
	left := map[model.Status]bool{}
	for _, a := range model.Arrows(c) {
		reached[a.To] = true
		left[a.From] = left[a.From] || a.From != a.To
	}
	ends := map[model.Status]bool{model.Disapproved: true, model.Live: true, model.Withdrawn: true, model.TrialEnded: true,
		model.Done: true, model.Terminated: true}
	for _, s := range model.Statuses(c) {
		t.Run("can be reached: "+string(s), func(t *testing.T) {
			if !reached[s] {
				t.Error("no arrow leads to it")
			}
		})
		t.Run("has a way on unless it is an end: "+string(s), func(t *testing.T) {
			if left[s] == ends[s] || model.Ended(c, s) != ends[s] {
				t.Errorf("has a way on: %v, is an end: %v", left[s], ends[s])
			}
		})
	}
	t.Run("a pair of status and action leads to one place only", func(t *testing.T) {
		seen := map[string]bool{}
		for _, a := range model.Arrows(c) {
			at := string(a.From) + " " + string(a.Action)
			if seen[at] {
				t.Errorf("%s stands twice", at)
			}
			seen[at] = true
		}
	})
}
