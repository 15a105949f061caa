package view

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Folder is a folder being looked through for a file.
type Folder struct {
	Path    string
	Entries []Entry
	Err     error // the folder cannot be read
	types   []string
}

// Entry is a folder or a file in a folder.
type Entry struct {
	Name    string
	IsDir   bool
	Size    int64
	Changed time.Time
}

// NewFolder opens a folder, or the person's own when there is none of that path. types are the endings wanted; none
// wants all files.
func NewFolder(path string, types []string) *Folder {
	f := &Folder{types: types}
	if info, err := os.Stat(path); path == "" || err != nil || !info.IsDir() {
		path = home()
	}
	f.Go(path)
	return f
}

func home() string {
	if dir, err := os.UserHomeDir(); err == nil {
		return dir
	}
	return string(filepath.Separator)
}

// Go opens a folder. Hidden entries and files of other endings are left out; folders come first.
func (f *Folder) Go(path string) {
	f.Path, f.Entries, f.Err = filepath.Clean(path), nil, nil
	found, err := os.ReadDir(f.Path)
	f.Err = err
	for _, d := range found {
		info, err := os.Stat(filepath.Join(f.Path, d.Name())) // a link counts as what it leads to
		if err != nil || strings.HasPrefix(d.Name(), ".") || !info.IsDir() && !f.wants(d.Name()) {
			continue
		}
		f.Entries = append(f.Entries, Entry{d.Name(), info.IsDir(), info.Size(), info.ModTime()})
	}
	slices.SortFunc(f.Entries, func(a, b Entry) int {
		if a.IsDir != b.IsDir {
			return one(b.IsDir) - one(a.IsDir)
		}
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
}

func (f *Folder) wants(name string) bool {
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	return len(f.types) == 0 || slices.Contains(f.types, ending)
}

// Up opens the folder above.
func (f *Folder) Up() { f.Go(filepath.Dir(f.Path)) }

// Join is the path of a name in the folder; what is a path of its own stays as it is, and ~ is the person's folder.
func (f *Folder) Join(name string) string {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	switch {
	case name == "~" || strings.HasPrefix(name, "~/"):
		return filepath.Join(home(), strings.TrimPrefix(name, "~"))
	case filepath.IsAbs(name):
		return filepath.Clean(name)
	}
	return filepath.Join(f.Path, name)
}

// Take follows what was typed or chosen: a folder is opened, anything else is the answer.
func (f *Folder) Take(name string) (path string, ok bool) {
	path = f.Join(name)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		f.Go(path)
		return "", false
	}
	return path, strings.TrimSpace(name) != ""
}

// Exists reports whether a path is there already.
func (f *Folder) Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Place is a folder that people look in often.
type Place struct {
	Key  string
	Path string
	Name string // in place of the words: what a stick or a drive is called
}

// Places lists the usual folders that there are, under the names that Chinese and English systems give them.
func Places() []Place {
	places := []Place{{Key: "folder.home", Path: home()}}
	for _, p := range []struct {
		key   string
		names []string
	}{
		{"folder.desktop", []string{"桌面", "Desktop"}},
		{"folder.documents", []string{"文档", "Documents"}},
		{"folder.downloads", []string{"下载", "Downloads"}},
	} {
		for _, name := range p.names {
			path := filepath.Join(home(), name)
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				places = append(places, Place{Key: p.key, Path: path})
				break
			}
		}
	}
	return append(places, drives()...)
}

// mostDrives is how many sticks and drives are listed: a row has no room for more.
const mostDrives = 4

// inserted lists the folders below some others: where a system shows the sticks that were put in.
func inserted(patterns ...string) []Place {
	var places []Place
	for _, pattern := range patterns {
		found, _ := filepath.Glob(pattern) // the patterns are ours and right
		for _, path := range found {
			if info, err := os.Stat(path); err == nil && info.IsDir() && len(places) < mostDrives {
				places = append(places, Place{Path: path, Name: filepath.Base(path)})
			}
		}
	}
	return places
}
