package kit

import (
	"testing"

	"pgregory.net/rapid"
)

func TestBuffer(t *testing.T) {
	t.Run("undoing every step gives the first text, redoing gives the last", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			var b buffer
			first := rapid.String().Draw(t, "first")
			b.set(first)
			first = string(b.text)
			for range rapid.IntRange(0, 40).Draw(t, "steps") {
				b.moveTo(rapid.IntRange(-2, len(b.text)+2).Draw(t, "to"), rapid.Bool().Draw(t, "extend"))
				if rapid.Bool().Draw(t, "type") {
					b.insert([]rune(rapid.StringN(1, 3, -1).Draw(t, "typed")))
				} else {
					b.erase(b.before(b.caret))
				}
				if b.caret < 0 || b.caret > len(b.text) || b.anchor < 0 || b.anchor > len(b.text) {
					t.Fatalf("caret %d, anchor %d in %d characters", b.caret, b.anchor, len(b.text))
				}
			}
			last := string(b.text)
			for b.undoStep() {
			}
			if got := string(b.text); got != first {
				t.Fatalf("undone to %q, was %q", got, first)
			}
			for b.redoStep() {
			}
			if got := string(b.text); got != last {
				t.Fatalf("redone to %q, was %q", got, last)
			}
		})
	})
	t.Run("characters typed in a row are undone together, up to a blank", func(t *testing.T) {
		var b buffer
		for _, r := range "cloud host" {
			b.insert([]rune{r})
		}
		b.undoStep()
		if got := string(b.text); got != "cloud " {
			t.Errorf("after one undo %q", got)
		}
	})
	t.Run("words are runs of Chinese, of letters, or of signs", func(t *testing.T) {
		var b buffer
		b.set("云主机4核16G，内存 32GB")
		for pos, want := range map[int]int{0: 3, 3: 4, 4: 5, 5: 8} {
			if got := b.wordAfter(pos); got != want {
				t.Errorf("word after %d ends at %d, want %d", pos, got, want)
			}
		}
		if got := b.wordBefore(len(b.text)); got != 12 {
			t.Errorf("word before the end begins at %d", got)
		}
	})
}
