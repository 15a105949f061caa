package view

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "材料"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"b.PDF", "A.pdf", ".hidden.pdf", "表.xlsx"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("folders come first; hidden entries and other endings are left out", func(t *testing.T) {
		f := NewFolder(dir, []string{"pdf"})
		var names []string
		for _, e := range f.Entries {
			names = append(names, e.Name)
		}
		if len(names) != 3 || names[0] != "材料" || names[1] != "A.pdf" || names[2] != "b.PDF" {
			t.Errorf("entries %q", names)
		}
	})
	t.Run("a folder is opened, a name or a whole path is the answer", func(t *testing.T) {
		f := NewFolder(dir, nil)
		if _, ok := f.Take("材料"); ok || f.Path != filepath.Join(dir, "材料") {
			t.Errorf("in %s", f.Path)
		}
		f.Up()
		if path, ok := f.Take("A.pdf"); !ok || path != filepath.Join(dir, "A.pdf") {
			t.Errorf("took %q %v", path, ok)
		}
		whole := filepath.Join(dir, "表.xlsx")
		if path, ok := f.Take(` "` + whole + `" `); !ok || path != whole || !f.Exists(path) {
			t.Errorf("took %q %v", path, ok)
		}
		if _, ok := f.Take("  "); ok {
			t.Error("took nothing")
		}
	})
	t.Run("a folder that is not there says so, or gives way to the person's own", func(t *testing.T) {
		f := NewFolder(dir, nil)
		f.Go(filepath.Join(dir, "missing"))
		if f.Err == nil || len(f.Entries) != 0 {
			t.Errorf("error %v", f.Err)
		}
		if other := NewFolder(filepath.Join(dir, "missing"), nil); other.Err != nil {
			t.Errorf("error %v", other.Err)
		}
		if len(Places()) == 0 {
			t.Error("no places")
		}
	})
	t.Run("sticks that are put in are listed by their names, files beside them and too many are not", func(t *testing.T) {
		media := t.TempDir()
		for _, name := range []string{"U盘", "b", "c", "d", "e"} {
			if err := os.Mkdir(filepath.Join(media, name), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(media, "a"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := inserted(filepath.Join(media, "U*"), filepath.Join(media, "[a-e]")); len(got) != mostDrives || got[0].Name != "U盘" || got[1].Name != "b" {
			t.Errorf("%+v", got)
		}
	})
}
