package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// MaxFile is the largest file that may be attached, in bytes.
const MaxFile = 200 << 20

// signatures are the first bytes of files by their ending. Office and WPS files are one of two containers.
var signatures = map[string][][]byte{
	"pdf":  {[]byte("%PDF-")},
	"ofd":  {zipStart},
	"docx": {zipStart}, "xlsx": {zipStart}, "zip": {zipStart},
	"doc": {oleStart}, "xls": {oleStart},
	"wps": {oleStart, zipStart}, "et": {oleStart, zipStart},
	"jpg": {[]byte("\xff\xd8\xff")}, "jpeg": {[]byte("\xff\xd8\xff")},
	"png": {[]byte("\x89PNG\r\n\x1a\n")},
}

var (
	zipStart = []byte("PK\x03\x04")
	oleStart = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
)

// Attach keeps a file for an application: read from its path, checked for size, ending and content.
func (d *Desk) Attach(ctx context.Context, role, path string) (model.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return model.File{}, unreadable(path, err)
	}
	if problem := unfit(role, info); problem.Key != "" {
		return model.File{}, model.InvalidInput([]model.Problem{problem})
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for ever
		return model.File{}, unreadable(path, nil)
	}
	f, err := os.Open(path)
	if err != nil {
		return model.File{}, unreadable(path, err)
	}
	defer f.Close()
	return d.AttachFrom(ctx, role, filepath.Base(path), f)
}

// AttachFrom keeps a file's content for an application under a name, checked for ending and content.
func (d *Desk) AttachFrom(ctx context.Context, role, name string, r io.Reader) (model.File, error) {
	head := make([]byte, 8)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return model.File{}, unreadable(name, err)
	}
	if problem := d.wrongContent(role, name, head[:n]); problem.Key != "" {
		return model.File{}, model.InvalidInput([]model.Problem{problem})
	}
	hash, size, err := d.Files.Keep(ctx, io.MultiReader(bytes.NewReader(head[:n]), r), MaxFile)
	if err != nil {
		return model.File{}, err
	}
	return model.File{Role: role, Name: name, Size: size, Hash: hash}, nil
}

func unreadable(path string, err error) error {
	return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(path))
}

// unfit checks what can be seen from outside: a folder, a huge file.
func unfit(role string, info os.FileInfo) model.Problem {
	switch {
	case info.IsDir():
		return fileProblem(role, info.Name(), "problem.file_folder")
	case info.Size() > MaxFile: // part of a megabyte counts as one: 200 MB are not more than 200 MB
		return fileProblem(role, info.Name(), "problem.file_too_big", "size", strconv.FormatInt((info.Size()+(1<<20)-1)>>20, 10),
			"max", strconv.Itoa(MaxFile>>20))
	}
	return model.Problem{}
}

// wrongContent refuses an ending that the material does not take, an empty file and one whose content is not what
// its ending says.
func (d *Desk) wrongContent(role, name string, head []byte) model.Problem {
	if types := d.typesOf(role); !slices.Contains(types, ending(name)) {
		return fileProblem(role, name, "problem.file_type", "types", strings.Join(types, "、"))
	}
	if len(head) == 0 {
		return fileProblem(role, name, "problem.file_empty")
	}
	allowed, known := signatures[ending(name)]
	if !known {
		return model.Problem{}
	}
	for _, s := range allowed {
		if bytes.HasPrefix(head, s) {
			return model.Problem{}
		}
	}
	return fileProblem(role, name, "problem.file_content", "ending", ending(name))
}

// typesOf are the endings that a material takes.
func (d *Desk) typesOf(role string) []string {
	for _, m := range d.Profile().Materials {
		if m.ID == role && len(m.Types) > 0 {
			return m.Types
		}
	}
	return model.MaterialTypes
}

func ending(name string) string { return strings.ToLower(strings.TrimPrefix(filepath.Ext(name), ".")) }

func fileProblem(role, name, key string, pairs ...string) model.Problem {
	args := map[string]string{"name": name}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	return model.Problem{Field: "files." + role, Key: key, Args: args}
}

// SaveFile writes a kept file to a path of the person's choice.
func (d *Desk) SaveFile(_ context.Context, f model.File, path string) error {
	from, err := d.Files.Open(f.Hash)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.Create(path)
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", path)
	}
	if _, err := io.Copy(to, from); err != nil {
		to.Close()
		return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	if err := to.Close(); err != nil {
		return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	return nil
}
