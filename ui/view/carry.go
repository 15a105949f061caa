package view

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
)

// AnswerTypes are the endings of parcels.
var AnswerTypes = []string{"age"}

// Parcels are those among some files that may be parcels of the exchange without a network.
func Parcels(paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		return !slices.Contains(AnswerTypes, strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")))
	})
}

// CarryStands says how the exchange without a network stands; nothing before the first parcel.
func CarryStands(s app.CarryState) (said Text, waits bool) {
	switch {
	case s.Out.IsZero():
		return Text{}, false
	case s.Waits:
		return Say("carrying.waits", "at", Moment(s.Out)), true
	}
	return Say("carrying.answered", "at", Moment(s.Out)), false
}

// CarriedOut is a parcel that was written for the hub.
type CarriedOut struct {
	model.CarryReport
	Size int64
}

// CarryOut writes what waits for the hub, and what is asked of it, into a folder.
func CarryOut(ctx context.Context, desk *app.Desk, folder string, told func(done, all int)) (CarriedOut, error) {
	report, err := desk.CarryOutTo(ctx, folder, app.CarryRoom, told)
	if err != nil {
		return CarriedOut{}, err
	}
	out := CarriedOut{CarryReport: report}
	if info, err := os.Stat(report.Name); err == nil {
		out.Size = info.Size()
	}
	return out, nil
}

// ParcelName is a parcel's name without the middle of its hash: enough to find it in its folder.
func ParcelName(path string) string {
	const head, tail = 56, 10
	name := filepath.Base(path)
	if len(name) <= head+tail {
		return name
	}
	return name[:head] + "…" + name[len(name)-tail:]
}

// Holds says what the parcel holds.
func (c CarriedOut) Holds() []Text {
	said := []Text{Say("carrying.holds_nothing")}
	if c.Acts > 0 {
		said = []Text{Say("carrying.holds", "acts", strconv.Itoa(c.Acts), "files", strconv.Itoa(c.Files))}
	}
	if c.Wanted > 0 {
		said = append(said, Say("carrying.wants", "n", strconv.Itoa(c.Wanted)))
	}
	return said
}

// CarriedIn is what came of answers that were carried in.
type CarriedIn struct {
	model.CarryReport      // of all of them
	Again             bool // they were carried in before, and nothing came of it
	Left              []LeftParcel
}

// LeftParcel is a file that nothing was taken of.
type LeftParcel struct {
	Name string
	Err  error
}

// CarryIn takes the hub's answers in: of several files the older before the younger. The failure of a single file is
// returned; of several, those that could not be taken are told with the rest.
func CarryIn(ctx context.Context, desk *app.Desk, paths []string, told func(done, all int)) (CarriedIn, error) {
	in := CarriedIn{Again: true}
	paths = slices.Clone(paths)
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(filepath.Base(a), filepath.Base(b)) }) // their names are numbered
	for _, path := range paths {
		before, err := desk.CarriedIn(ctx)
		if err != nil {
			return in, err
		}
		report, err := desk.CarryInFrom(ctx, path, told)
		switch {
		case err != nil && (len(paths) == 1 || errors.Is(err, context.Canceled)):
			return in, err
		case err != nil:
			in.Left = append(in.Left, LeftParcel{ParcelName(path), err})
		default:
			in.add(report, report.No == before)
		}
	}
	return in, nil
}

func (c *CarriedIn) add(r model.CarryReport, again bool) {
	c.Name, c.No, c.More = r.Name, r.No, r.More
	c.SignIn = r.SignIn
	c.Files += r.Files
	if again {
		return
	}
	c.Again = false
	c.Taken += r.Taken
	c.Refused += r.Refused
	c.Received += r.Received
}

// Nothing reports that every one of the files was left alone.
func (c CarriedIn) Nothing() bool { return c.No == 0 }
