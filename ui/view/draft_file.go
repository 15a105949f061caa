package view

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"yunban/app"
)

// DraftFileTypes are the endings of drafts' files.
var DraftFileTypes = []string{strings.TrimPrefix(app.DraftEnding, ".")}

// DraftFiles are those among some files that are drafts by their names.
func DraftFiles(paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		return !strings.EqualFold(filepath.Ext(path), app.DraftEnding)
	})
}

// DraftFileAttachments says how many attachments come with a draft, and how large they are.
func DraftFileAttachments(f app.DraftFile) Text {
	var size int64
	for _, file := range f.Files {
		size += file.Size
	}
	if len(f.Files) == 0 {
		return Say("draft_file.no_files")
	}
	return Say("draft_file.files", "n", strconv.Itoa(len(f.Files)), "size", SizeText(size))
}
