package hub

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"yunban/model"
)

// mostCarried is the largest parcel.
const mostCarried = 16 << 30

// reportHeader tells an operator what a parcel did.
const reportHeader = "Carry-Report"

// wholeTrailer says that an answer has come to its end.
const wholeTrailer = "Carry-Whole"

// Carry takes a desk's parcel in and writes the answer.
func (s *Server) Carry(ctx context.Context, from io.Reader, answer io.Writer) (model.CarryReport, error) {
	t, err := s.carry(ctx, from)
	if err != nil {
		return model.CarryReport{}, err
	}
	return t.told(), t.write(answer)
}

// told is what to say of a parcel.
func (t *taking) told() model.CarryReport {
	t.report.Acts, t.report.SignIn, t.report.More = len(t.answer.Answers), t.answer.SignIn, t.answer.More
	t.report.No = t.parcel.No
	return t.report
}

// operatorCarry may take long: parcels bring files.
func operatorCarry(s *Server, x *exchange) error {
	line, late := http.NewResponseController(x.w), time.Now().Add(time.Hour)
	if err := errors.Join(line.SetReadDeadline(late), line.SetWriteDeadline(late)); err != nil {
		return unexpected(err)
	}
	t, err := s.carry(x.r.Context(), x.r.Body)
	if err != nil {
		return err
	}
	report, err := json.Marshal(t.told())
	if err != nil {
		return unexpected(err)
	}
	x.w.Header().Set("Trailer", wholeTrailer)
	x.w.Header().Set(reportHeader, string(report))
	x.w.Header().Set("Content-Type", "application/octet-stream")
	x.w.WriteHeader(http.StatusOK)
	if err := t.write(x.w); err != nil {
		return err // without the trailer the caller does not take it for whole
	}
	x.w.Header().Set(wholeTrailer, "yes")
	return nil
}

// Carry has the running hub take a desk's parcel in, and writes the answer.
func (o *RemoteOperator) Carry(ctx context.Context, parcel io.Reader, answer io.Writer) (r model.CarryReport, err error) {
	got, err := o.line.send(ctx, o.line.http, http.MethodPost, "/v1/operator/carry", "", io.NopCloser(parcel))
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, got.Body.Close()) }()
	if err := json.Unmarshal([]byte(got.Header.Get(reportHeader)), &r); err != nil {
		return r, model.Wrap(model.Offline, err, "error.hub_unreachable")
	}
	if _, err := io.Copy(answer, got.Body); err != nil {
		return r, unreachable(ctx, err)
	}
	if got.Trailer.Get(wholeTrailer) != "yes" {
		return r, model.Errorf(model.Other, "error.hub_failed")
	}
	return r, nil
}
