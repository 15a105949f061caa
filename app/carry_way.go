package app

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"time"

	"yunban/model"
)

// CarryOutTo writes a parcel to a file, or into a folder under its own name. told hears how many kilobytes of it there
// are; it may be nil.
func (o *Office) CarryOutTo(ctx context.Context, path string, room int64, told func(done, all int)) (model.CarryReport, error) {
	way := &carryWay{ctx: ctx, told: told}
	report, err := WriteParcel(path, ParcelToHub, func(w io.Writer) (model.CarryReport, error) {
		return o.carryOut(ctx, w, room, way)
	})
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return report, err
	}
	return report, o.Settings.SaveSetting(ctx, carriedOutKey, strconv.FormatInt(report.No, 10))
}

// CarryInFrom takes in the answer in a file. One whose name says that it is no answer, or that it is not whole, is
// refused by that. told hears how many kilobytes of it were read; it may be nil.
func (o *Office) CarryInFrom(ctx context.Context, path string, told func(done, all int)) (report model.CarryReport, err error) {
	kind, whole := ParcelKind(path)
	switch {
	case kind == ParcelToHub:
		return report, model.Errorf(model.Invalid, "error.parcel_to_hub")
	case kind != "" && !whole:
		return report, model.Errorf(model.Invalid, "error.bad_parcel")
	}
	file, err := os.Open(path)
	if err != nil {
		return report, unreadable(path, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	way := &carryWay{ctx: ctx, told: told}
	if info, err := file.Stat(); err == nil {
		way.all = info.Size()
	}
	report, err = o.CarryIn(ctx, way.of(file))
	report.Name = path
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return report, err
}

// CarryState is how the exchange by files stands.
type CarryState struct {
	Able  bool      // this desk can exchange by files
	Out   time.Time // when the last parcel was written; zero when there was none
	Waits bool      // for the answer to it
}

// CarryState tells how the exchange by files stands.
func (o *Office) CarryState(ctx context.Context) (s CarryState, err error) {
	var reach SyncState
	if err := o.reach(ctx, &reach); err != nil {
		return s, err
	}
	s.Able = o.joined() && o.Courier != nil && !reach.Revoked
	out, err := o.number(ctx, carriedOutKey)
	if err != nil || out == 0 {
		return s, err
	}
	in, err := o.CarriedIn(ctx)
	s.Out, s.Waits = time.UnixMicro(out), in < out // parcels are numbered by the clock
	return s, err
}

// carryWay is how far a parcel has come. It ends with its context.
type carryWay struct {
	ctx       context.Context
	told      func(done, all int)
	done, all int64
}

// through opens files that are part of the way.
func (c *carryWay) through(open func(hash string) (io.ReadCloser, error)) func(hash string) (io.ReadCloser, error) {
	return func(hash string) (io.ReadCloser, error) {
		file, err := open(hash)
		if err != nil {
			return nil, err
		}
		return c.of(file), nil
	}
}

func (c *carryWay) of(file io.ReadCloser) io.ReadCloser { return carryReader{c, file} }

type carryReader struct {
	way  *carryWay
	from io.ReadCloser
}

// Close lets go of the file.
func (r carryReader) Close() error { return r.from.Close() }

// toldEvery is after how many bytes it is told again how far a parcel has come.
const toldEvery = 256 << 10

// Read reads on, until the context ends.
func (r carryReader) Read(p []byte) (int, error) {
	way := r.way
	if err := way.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.from.Read(p)
	before := way.done / toldEvery
	way.done += int64(n)
	if way.told != nil && way.done/toldEvery != before {
		way.told(int(way.done>>10), int(way.all>>10))
	}
	return n, err
}
