package view

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"yunban/model"
)

// MaterialItem is one line of the checklist of materials.
type MaterialItem struct {
	model.Material
	Needed bool // required as things stand
	Files  []model.File
}

// Done reports whether nothing is missing here.
func (m MaterialItem) Done() bool { return len(m.Files) > 0 || !m.Needed }

// Materials is the checklist (P 7, L 11). A material that is asked for only under a condition appears with it, and
// stays while it has files.
func (in *Intake) Materials() []MaterialItem {
	var items []MaterialItem
	values := in.draft.Filling.Values
	for _, m := range in.profile.Materials {
		asked := model.Field{When: m.When}.Asked(values)
		item := MaterialItem{Material: m, Needed: m.Needed(values), Files: filesOf(in.draft.Filling.Files, m.ID)}
		if asked || len(item.Files) > 0 {
			items = append(items, item)
		}
	}
	return items
}

func filesOf(files []model.File, role string) []model.File {
	var own []model.File
	for _, f := range files {
		if f.Role == role {
			own = append(own, f)
		}
	}
	return own
}

// ReadMaterial copies a file into the office's keeping. It changes nothing here, so that it can run aside; AddFile
// takes its result.
func (in *Intake) ReadMaterial(ctx context.Context, role, path string) (model.File, error) {
	return in.desk.Attach(ctx, role, path)
}

// AddFile puts a kept file to its material. The same content twice is one file, under its newer name.
func (in *Intake) AddFile(f model.File) {
	files := in.draft.Filling.Files
	for i := range files {
		if files[i].Role == f.Role && files[i].Hash == f.Hash {
			files[i] = f
			in.edited()
			return
		}
	}
	in.draft.Filling.Files = append(files, f)
	in.edited()
}

// RemoveFile takes a file off its material.
func (in *Intake) RemoveFile(f model.File) {
	in.draft.Filling.Files = slices.DeleteFunc(in.draft.Filling.Files, func(o model.File) bool { return o == f })
	in.edited()
}

// SaveFile writes an attached file to a path, to look at it.
func (in *Intake) SaveFile(ctx context.Context, f model.File, path string) error {
	return in.desk.SaveFile(ctx, f, path)
}

// Guess says which material a dropped file is by its name; nothing when it cannot tell.
func (in *Intake) Guess(path string) string {
	var materials []model.Material
	for _, m := range in.Materials() {
		materials = append(materials, m.Material)
	}
	return guess(materials, path)
}

func guess(materials []model.Material, path string) string {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	best, bestScore := "", 0
	for _, m := range materials {
		if score := commonRun(name, m.Name); score > bestScore {
			best, bestScore = m.ID, score
		}
	}
	if bestScore < 3 { // 方案 or 报告 alone stands in many names
		return ""
	}
	return best
}

// commonRun is the length of the longest run of characters that two texts share.
func commonRun(a, b string) int {
	x, y := []rune(a), []rune(b)
	longest := 0
	for i := range x {
		for j := range y {
			n := 0
			for i+n < len(x) && j+n < len(y) && x[i+n] == y[j+n] {
				n++
			}
			longest = max(longest, n)
		}
	}
	return longest
}
