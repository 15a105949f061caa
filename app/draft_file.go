package app

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"yunban/model"
)

// A draft as a file goes to a colleague whom no hub leads to: the parcel that a hub would carry, and its attachments
// under their SHA-256, in an archive whose comment is the SHA-256 of the parcel. So whatever is damaged is noticed.

// DraftEnding is how the name of a draft's file ends.
const DraftEnding = ".yunban"

const (
	draftFileFormat = 1
	draftFileMark   = "yunban-draft " // before the SHA-256
	draftFileParcel = "draft.json"
	draftFileFolder = "files/"
	mostDraftBody   = 16 << 20
	mostDraftFiles  = 500
)

// draftParcel is what a draft's file says.
type draftParcel struct {
	Format     int          `json:"format"`
	Unit       model.Unit   `json:"unit"`       // whose draft it is
	Regulation string       `json:"regulation"` // the id of the city's profile
	City       string       `json:"city"`
	Parcel     model.Parcel `json:"parcel"`
}

// ExportDraft writes a draft with its attachments to a file; told hears how many of them are written.
func (d *Desk) ExportDraft(ctx context.Context, id, path string, told func(done, all int)) error {
	draft, err := d.Draft(ctx, id)
	if err != nil {
		return err
	}
	parcel, err := d.parcelOf(draft, "")
	if err != nil {
		return err
	}
	p := d.ProfileOf(draft.Profile)
	text, err := json.Marshal(draftParcel{draftFileFormat, d.Unit, p.ID, p.City, parcel})
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	return WriteWhole(path, func(w io.Writer) error {
		archive := zip.NewWriter(w)
		if err := putEntry(archive, draftFileParcel, zip.Deflate, strings.NewReader(string(text))); err != nil {
			return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
		}
		files := slices.Compact(slices.Sorted(slices.Values(parcel.Files))) // one may serve twice
		for i, hash := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := d.addFile(archive, hash); err != nil {
				return err
			}
			told(i+1, len(files))
		}
		sum := sha256.Sum256(text)
		if err := errors.Join(archive.SetComment(draftFileMark+hex.EncodeToString(sum[:])), archive.Close()); err != nil {
			return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
		}
		return nil
	})
}

func (d *Desk) addFile(archive *zip.Writer, hash string) (err error) {
	file, err := d.Files.Open(hash)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := putEntry(archive, draftFileFolder+hash, zip.Store, file); err != nil { // most of them are compressed already
		return model.Wrap(model.Other, err, "error.cannot_write", "path", draftFileFolder+hash)
	}
	return nil
}

func putEntry(archive *zip.Writer, name string, method uint16, content io.Reader) error {
	w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err == nil {
		_, err = io.Copy(w, content)
	}
	return err
}

// draftArchive is a draft's file that is being read.
type draftArchive struct {
	*zip.ReadCloser
	says  draftParcel
	draft model.Draft
}

// openDraftFile opens a draft's file and checks what it says; its attachments are checked as they are read.
func openDraftFile(path string) (*draftArchive, error) {
	archive, err := zip.OpenReader(path)
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) {
		return nil, model.Wrap(model.Invalid, err, "error.draft_file_damaged")
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	a := &draftArchive{ReadCloser: archive}
	if err := a.read(); err != nil {
		return nil, errors.Join(err, archive.Close())
	}
	return a, nil
}

func (a *draftArchive) read() error {
	sum, ours := strings.CutPrefix(a.Comment, draftFileMark)
	if !ours {
		return model.Errorf(model.Invalid, "error.not_draft_file")
	}
	var text []byte
	err := a.each(draftFileParcel, func(r io.Reader) (err error) {
		text, err = io.ReadAll(io.LimitReader(r, mostDraftBody))
		return err
	})
	got := sha256.Sum256(text)
	if err != nil || hex.EncodeToString(got[:]) != sum {
		return model.Wrap(model.Invalid, err, "error.draft_file_damaged")
	}
	if err := json.Unmarshal(text, &a.says); err != nil {
		return model.Wrap(model.Invalid, err, "error.draft_file_damaged")
	}
	if a.says.Format != draftFileFormat {
		return model.Errorf(model.Conflict, "error.draft_file_newer")
	}
	if err := json.Unmarshal(a.says.Parcel.Body, &a.draft); err != nil || len(a.draft.Filling.Files) > mostDraftFiles {
		return model.Wrap(model.Invalid, err, "error.draft_file_damaged")
	}
	return nil
}

// each hands the content of an entry on.
func (a *draftArchive) each(name string, take func(io.Reader) error) error {
	r, err := a.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(take(r), r.Close())
}

// whole reads an attachment through and checks it.
func (a *draftArchive) whole(f model.File) error {
	sum := sha256.New()
	err := a.each(draftFileFolder+f.Hash, func(r io.Reader) error {
		_, err := io.Copy(sum, io.LimitReader(r, largest))
		return err
	})
	if err != nil || hex.EncodeToString(sum.Sum(nil)) != f.Hash {
		return model.Wrap(model.Invalid, err, "error.draft_file_damaged")
	}
	return nil
}
