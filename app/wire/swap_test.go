package wire

import (
	"os"
	"path/filepath"
	"testing"
)

// lay writes files with a word in each.
func lay(t *testing.T, word string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(word), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// says asks for the word in a file.
func says(t *testing.T, word string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if got, err := os.ReadFile(path); err != nil || string(got) != word {
			t.Errorf("%s says %q, %v", path, got, err)
		}
	}
}

func TestAJoiningThatWasCutOffGoesOn(t *testing.T) {
	old := []string{"yunban.db", filepath.Join("files", "a"), filepath.Join(hubFolder, "authority.pem")}
	fresh := []string{"yunban.db", joinedFile, movedFile}
	under := func(dir string, names []string) []string {
		var paths []string
		for _, name := range names {
			paths = append(paths, filepath.Join(dir, name))
		}
		return paths
	}
	for name, cut := range map[string]func(t *testing.T, dir, ready, aside string){
		"before anything was moved": func(*testing.T, string, string, string) {},
		"with the old half aside": func(t *testing.T, dir, _, aside string) {
			if err := os.MkdirAll(aside, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := moveName(dir, aside, "yunban.db"); err != nil {
				t.Fatal(err)
			}
		},
		"with the new half in place": func(t *testing.T, dir, ready, aside string) {
			if err := os.MkdirAll(aside, 0o700); err != nil {
				t.Fatal(err)
			}
			for _, name := range owned {
				if err := moveName(dir, aside, name); err != nil {
					t.Fatal(err)
				}
			}
			lay(t, "", filepath.Join(aside, "complete"))
			if err := moveName(ready, dir, "yunban.db"); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			ready, aside := filepath.Join(dir, joiningFolder), filepath.Join(dir, beforeFolder+"1")
			lay(t, "old", under(dir, old)...)
			lay(t, "kept", filepath.Join(dir, "demo", "x"))
			lay(t, "new", under(ready, fresh)...)
			lay(t, `"`+filepath.Base(aside)+`"`, filepath.Join(ready, swapFile))
			cut(t, dir, ready, aside)
			for range 2 { // once more changes nothing
				if err := swap(dir); err != nil {
					t.Fatal(err)
				}
			}
			says(t, "new", under(dir, fresh)...)
			says(t, "old", under(aside, old)...)
			says(t, "kept", filepath.Join(dir, "demo", "x"))
			if _, err := os.Stat(ready); !os.IsNotExist(err) {
				t.Error("the ready folder is still there", err)
			}
		})
	}
}
