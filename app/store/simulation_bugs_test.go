//go:build sqlite_fts5

package store

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// bugs are the faults that protocols like ours are known for, and those that this simulation found in ours. A checker
// that lets one pass proves nothing.
var bugs = []bug{
	"nothing is de-duplicated",
	"answers are not kept",
	"answers leave before the disk has them",
	"what follows a refused act is not blocked",
	"an id may be used for another act",
	"a lost act is not missed",
	"a number is seen before the one before it",
	"the cursor is the largest number seen",
	"nothing is taken back",
	"there is no floor",
	"what came late comes without its past",
	"the scope is ignored",
	"a move of a desk is not told",
	"private comments go to everybody",
	"the receipt is by the desk's clock",
	"a refused act is dropped",
	"whoever begins anew forgets what waits",
	"a desk that counts anew begins at one",
	"what waits is offered before what it follows",
	"an own aside hides what others did before it", // was ours
	forgetful,                           // was ours
	"what was refused is offered again", // was ours
}

const forgetful bug = "whoever begins anew forgets which hub it followed"

// witness is a test that may fail.
type witness struct {
	testing.TB
	failed bool
	said   strings.Builder
}

func (w *witness) Errorf(format string, args ...any) {
	w.failed = true
	fmt.Fprintf(&w.said, format, args...)
}
func (w *witness) Fatalf(format string, args ...any) { w.Errorf(format, args...); runtime.Goexit() }
func (w *witness) Error(args ...any)                 { w.Errorf("%s", fmt.Sprint(args...)) }
func (w *witness) Fatal(args ...any)                 { w.Fatalf("%s", fmt.Sprint(args...)) }
func (w *witness) Fail()                             { w.failed = true }
func (w *witness) FailNow()                          { w.failed = true; runtime.Goexit() }
func (w *witness) Failed() bool                      { return w.failed }
func (w *witness) Logf(string, ...any)               {}
func (w *witness) Log(...any)                        {}
func (w *witness) Helper()                           {}

func TestTheSimulationFindsEveryBug(t *testing.T) {
	simulate(t, 20_000)
	setFlag(t, "rapid.shrinktime", "0s")
	setFlag(t, "rapid.seed", "9") // found once, found always
	hunted := bugs
	if racing {
		hunted = bugs[:8] // those that are found at once
	}
	for _, b := range hunted {
		t.Run(string(b), func(t *testing.T) {
			w := &witness{TB: t}
			days := 0
			done := make(chan bool)
			go func() {
				defer close(done)
				rapid.Check(w, func(rt *rapid.T) {
					days++
					inMemory(rt, t.Context(), b).run()
				})
			}()
			<-done
			if !w.failed {
				t.Errorf("not found in %d simulated times", days)
			}
			t.Logf("found after %d: %.200s", days, w.said.String())
		})
	}
}
