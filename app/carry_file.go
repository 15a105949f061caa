package app

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"yunban/model"
)

// Parcels lie on a stick or in a shared folder. Nobody changes one: it has one writer, appears whole under its name,
// and the name ends in the SHA-256 of its content, so that a half-copied one is known as such.

// parcelForm is how the name of a parcel in a folder is made up: whom it is for, the desk, the number, the hash.
var parcelForm = regexp.MustCompile(`^yunban-(to-hub|answer)-(d-[0-9a-f]{16})-([0-9]{1,19})-([0-9a-f]{64})\.age$`)

// The kinds of parcel, as their names say.
const (
	ParcelToHub  = "to-hub"
	ParcelAnswer = "answer"
)

// ParcelKind tells by a file's name which kind of parcel it is, and by its hash whether it is whole; nothing of a file
// that was given another name.
func ParcelKind(path string) (kind string, whole bool) {
	said := parcelForm.FindStringSubmatch(filepath.Base(path))
	if said == nil {
		return "", false
	}
	sum, err := sumOf(path)
	return said[1], err == nil && sum == said[4]
}

// FoundParcel is a parcel in a folder, or a file that somebody named.
type FoundParcel struct {
	Path   string
	Device string // nothing of a file that somebody named
	No     int64
}

// FindParcels gives the parcels of a kind in a folder, in the order of their numbers: of one device, or of all. Names
// that are not like a parcel's are passed over; ignored are those that are, and whose content is not whole. A path
// that is no folder is taken for a parcel itself.
func FindParcels(path, kind, device string) (found []FoundParcel, ignored []string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, unreadable(path, err)
	}
	if !info.IsDir() {
		return []FoundParcel{{Path: path}}, nil, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, nil, unreadable(path, err)
	}
	for _, e := range entries {
		said := parcelForm.FindStringSubmatch(e.Name())
		if said == nil || said[1] != kind || device != "" && said[2] != device || !e.Type().IsRegular() {
			continue
		}
		no, err := strconv.ParseInt(said[3], 10, 64)
		if err != nil {
			continue
		}
		one := FoundParcel{filepath.Join(path, e.Name()), said[2], no}
		if sum, err := sumOf(one.Path); err != nil || sum != said[4] {
			ignored = append(ignored, e.Name())
			continue
		}
		found = append(found, one)
	}
	slices.SortStableFunc(found, func(a, b FoundParcel) int { return cmp.Compare(a.No, b.No) })
	return found, ignored, nil
}

// AnsweredIn tells whether the answer to a parcel lies in a folder already.
func AnsweredIn(folder string, p FoundParcel) (bool, error) {
	if p.Device == "" {
		return false, nil
	}
	found, err := filepath.Glob(filepath.Join(folder, fmt.Sprintf("yunban-%s-%s-%d-*.age", ParcelAnswer, p.Device, p.No)))
	return len(found) > 0, err
}

func sumOf(path string) (sum string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), err
}

// WriteParcel writes a parcel to a file, or into a folder under its own name, whole and on the disk or not at all.
func WriteParcel(path, kind string, write func(w io.Writer) (model.CarryReport, error)) (report model.CarryReport, err error) {
	folder, named := filepath.Dir(path), true
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		folder, named = path, false
	}
	file, err := os.CreateTemp(folder, ".yunban-*")
	if err != nil {
		return report, model.Wrap(model.Invalid, err, "error.cannot_write", "path", path)
	}
	sum := sha256.New()
	report, err = write(io.MultiWriter(file, sum))
	if failed := errors.Join(file.Sync(), file.Close()); failed != nil && err == nil {
		err = model.Wrap(model.Other, failed, "error.cannot_write", "path", path)
	}
	if err != nil {
		return report, errors.Join(err, os.Remove(file.Name()))
	}
	if !named {
		path = filepath.Join(folder, fmt.Sprintf("yunban-%s-%s-%d-%s.age", kind, report.Device, report.No, hex.EncodeToString(sum.Sum(nil))))
	}
	report.Name = path
	if err := place(file.Name(), path); err != nil {
		return report, errors.Join(err, os.Remove(file.Name()))
	}
	return report, settle(folder)
}

// settle brings a folder's names to the disk. Not every file system of a stick or a server knows how.
func settle(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return model.Wrap(model.Other, err, "error.cannot_write", "path", folder)
	}
	_ = d.Sync()
	return d.Close()
}
