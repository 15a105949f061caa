package wire

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Whatever lies in a desk's folder for what it keeps of its hub, of its move, and of a swap that was cut off, the
// folder is told of and nothing outside of it is touched.
func FuzzKeptFiles(f *testing.F) {
	f.Add([]byte(`{"url":"https://hub:8443","hub":"h","device":"d","pin":"AA==","key":"AA=="}`))
	f.Add([]byte(`"../../elsewhere"`))
	f.Add([]byte(`{"items":[{"before":"a"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		around := t.TempDir()
		dir, other := filepath.Join(around, "home"), filepath.Join(around, "elsewhere")
		for _, path := range []string{filepath.Join(other, "file"), filepath.Join(dir, joinedFile), filepath.Join(dir, movedFile), filepath.Join(dir, joiningFolder, swapFile)} {
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, _ = readJoined(dir)
		_, _, _ = (&Opened{Dir: dir}).Moved()
		_ = swap(dir)
		if opened, err := Open(context.Background(), dir, Options{OwnFonts: true}); err == nil {
			_ = opened.Close()
			t.Fatal("an office was opened where there is none")
		}
		left, err := os.ReadDir(around)
		if err != nil || len(left) != 2 {
			t.Fatal(left, err)
		}
		if kept, err := os.ReadFile(filepath.Join(other, "file")); errors.Is(err, fs.ErrNotExist) || string(kept) != string(text) {
			t.Fatal("what lies beside was changed")
		}
	})
}
