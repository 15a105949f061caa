//go:build sqlite_fts5

package store

import (
	"bufio"
	"strings"
	"testing"
)

func TestKill(t *testing.T) {
	dir := closedStore(t)
	acknowledged := map[string]string{} // event id → request and hash
	for _, enough := range []int{1, 7, 40, 133} {
		for id, what := range killedAt(t, dir, enough) {
			acknowledged[id] = what
		}
	}
	s := must(Open(t.Context(), dir, Options{}))
	defer closeStore(t, s)
	t.Run("every acknowledged act is there after kill -9", func(t *testing.T) {
		for id, what := range acknowledged {
			got, _, found, err := eventByID(s.reader, id)
			if err != nil || !found || got.Subject.ID+" "+got.Hash != what {
				t.Errorf("%s: %v %v %v", id, got, found, err)
			}
		}
		if len(acknowledged) < 181 {
			t.Errorf("only %d were acknowledged", len(acknowledged))
		}
	})
	t.Run("the store is whole after kill -9", func(t *testing.T) { wholeStore(t, s) })
}

// killedAt lets another process work until it has acknowledged enough acts, and kills it in the middle of the next.
func killedAt(t *testing.T, dir string, enough int) map[string]string {
	t.Helper()
	worker := child(t, "work", dir)
	out := must(worker.StdoutPipe())
	if err := worker.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := map[string]string{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said := strings.Fields(lines.Text())
		if len(said) != 3 {
			t.Errorf("the worker said %q", lines.Text())
			break
		}
		acknowledged[said[1]] = said[0] + " " + said[2]
		if len(acknowledged) == enough {
			if err := worker.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := worker.Wait(); err == nil {
		t.Error("the worker was not killed")
	}
	return acknowledged
}
