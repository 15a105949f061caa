package view

import (
	"context"
	"slices"

	"yunban/model"
)

// FileSlot is a place for files that come with an act: of a test or report one, of the materials of a major change one
// for each.
type FileSlot struct {
	Role   string
	Name   string // the material's; nothing where the action says it
	Needed bool   // must be there before the change can be confirmed, and is not yet
	Filed  bool   // was filed again already
	Files  []model.File
}

// fileRoles names what the files of an act are.
var fileRoles = map[model.Action]string{model.RecordTest: "test", model.FileReport: "report"}

// Slots lists the places for files of this action; none for most.
func (a *Act) Slots() []FileSlot {
	if role := fileRoles[a.arrow.Action]; role != "" {
		return []FileSlot{{Role: role, Files: filesOf(a.files, role)}}
	}
	if a.arrow.Action != model.FileMaterials {
		return nil
	}
	var slots []FileSlot
	for _, m := range a.file.Profile.Materials {
		if !m.Required {
			continue
		}
		slot := FileSlot{Role: m.ID, Name: m.Name, Files: filesOf(a.files, m.ID)}
		slot.Filed = len(filesOf(a.file.Request.Refiled, m.ID)) > 0
		slot.Needed = !slot.Filed
		slots = append(slots, slot)
	}
	return slots
}

// TakesFiles reports whether files come with this action.
func (a *Act) TakesFiles() bool { return len(a.Slots()) > 0 }

// Guess tells which place a file is for: the only one, or the one that it is named after; nothing when that is unsure.
func (a *Act) Guess(path string) (role string) {
	slots := a.Slots()
	if len(slots) == 1 {
		return slots[0].Role
	}
	materials := make([]model.Material, len(slots))
	for i, s := range slots {
		materials[i] = model.Material{ID: s.Role, Name: s.Name}
	}
	return guess(materials, path)
}

// ReadFile copies a file into the office's keeping; AddFile takes its result.
func (a *Act) ReadFile(ctx context.Context, role, path string) (model.File, error) {
	return a.desk.Attach(ctx, role, path)
}

// Files lists the files added.
func (a *Act) Files() []model.File { return a.files }

// AddFile adds a kept file.
func (a *Act) AddFile(f model.File) {
	if !slices.Contains(a.files, f) {
		a.files = append(a.files, f)
	}
	a.settle("files")
	a.settle(FilesField(f.Role))
}

// RemoveFile takes a file off.
func (a *Act) RemoveFile(f model.File) {
	a.files = slices.DeleteFunc(a.files, func(o model.File) bool { return o == f })
}

// FilesField names the files of a role as problems do.
func FilesField(role string) string { return "files." + role }
