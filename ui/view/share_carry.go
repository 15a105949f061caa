package view

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// AnsweredParcels is what became of desks' parcels that came by a stick.
type AnsweredParcels struct {
	Reports []model.CarryReport
	Left    []LeftParcel
}

// ToHub reports whether all of some files are parcels of desks, by their names.
func ToHub(paths []string) bool {
	return !slices.ContainsFunc(paths, func(path string) bool { kind, _ := app.ParcelKind(path); return kind != app.ParcelToHub })
}

// AnswerParcels takes desks' parcels in, those of a folder that have no answer yet or one that was named, and writes the
// answers beside them. What cannot be taken in is told with the rest.
func AnswerParcels(ctx context.Context, sharer Sharer, path string, told func(done, all int)) (AnsweredParcels, error) {
	var did AnsweredParcels
	found, ignored, err := app.FindParcels(path, app.ParcelToHub, "")
	if err != nil {
		return did, err
	}
	for _, name := range ignored {
		did.Left = append(did.Left, LeftParcel{ParcelName(name), model.Errorf(model.Invalid, "error.bad_parcel")})
	}
	for i, p := range found {
		told(i, len(found))
		folder := filepath.Dir(p.Path)
		if done, err := app.AnsweredIn(folder, p); err != nil || done {
			continue
		}
		if kind, whole := app.ParcelKind(p.Path); p.Device == "" && kind != "" && !whole { // those of a folder were looked at
			did.Left = append(did.Left, LeftParcel{ParcelName(p.Path), model.Errorf(model.Invalid, "error.bad_parcel")})
			continue
		}
		report, err := answerParcel(ctx, sharer, p.Path, folder)
		switch {
		case ctx.Err() != nil:
			return did, ctx.Err()
		case err != nil:
			did.Left = append(did.Left, LeftParcel{ParcelName(p.Path), err})
		default:
			did.Reports = append(did.Reports, report)
		}
	}
	return did, nil
}

func answerParcel(ctx context.Context, sharer Sharer, path, folder string) (report model.CarryReport, err error) {
	parcel, err := os.Open(path)
	if err != nil {
		return report, model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(path))
	}
	defer func() { err = errors.Join(err, parcel.Close()) }()
	return app.WriteParcel(folder, app.ParcelAnswer, func(w io.Writer) (model.CarryReport, error) { return sharer.Carry(ctx, parcel, w) })
}

// NameOf is what people call the desk with an id.
func (s Share) NameOf(device string) string {
	for _, d := range s.Devices {
		if d.ID == device {
			return d.Name + "　" + d.Unit
		}
	}
	return device
}

// CarriedFor says what was taken of a desk's parcel.
func CarriedFor(r model.CarryReport) Text {
	return Say("answering.did", "taken", strconv.Itoa(r.Taken), "refused", strconv.Itoa(r.Refused))
}
