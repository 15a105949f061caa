package hub

import (
	"bytes"
	"context"
	"log/slog"

	"yunban/model"
)

// troubles are the refusals that whoever runs the hub should look into: a caller who should not be asking, a message
// that was not made as it claims, tries beyond the rate. Every other refusal is a part of everyday work: a colleague was
// quicker, a password was mistyped, a session ended.
var troubles = map[string]bool{
	"error.device_unknown": true, // a certificate of ours, and no device: the hub was restored, or its key is elsewhere
	"error.device_revoked": true, // a desk that was locked out still asks
	"error.not_operator":   true, // an operator's order that does not come from the hub's own machine
	"error.portal_token":   true, // a portal's token that was revoked, or never given

	"error.act_replayed":   true, // two desks count with one key: one is a copy
	"error.event_reused":   true, // another act under the id of one that was answered
	"error.not_the_author": true, // an act in somebody else's name
	"error.says_otherwise": true, // an act that says what its rules do not come to
	"error.parcel_forged":  true, // a parcel that its desk did not sign

	"error.too_many": true, // codes, passwords or tokens are being guessed, or a desk turns in a circle
	"error.resting":  true, // so many wrong passwords that the account rests
}

// levelOf is how loudly the log tells a refusal.
func levelOf(err error) slog.Level {
	f := failureOf(err).Error
	switch {
	case f.Kind == model.Other:
		return slog.LevelError
	case troubles[f.Key]:
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

// answered counts the answer to an act, and writes down one that was not taken.
func (s *Server) answered(ctx context.Context, d model.Device, p model.Person, a model.Answer) {
	s.metrics.answered(a)
	if a.Verdict == model.Taken {
		return
	}
	level := slog.LevelInfo
	if troubles[a.Key] {
		level = slog.LevelWarn
	}
	s.Logger.LogAttrs(ctx, level, "act not taken", slog.String("device", d.ID), slog.String("person", p.ID), slog.String("act", a.ID),
		slog.String("verdict", string(a.Verdict)), slog.String("key", a.Key))
}

// httpLog takes what net/http says of its lines. They break off every day; a certificate that is not ours, or shown
// without its key, is a trouble.
type httpLog struct{ *slog.Logger }

// Write takes one line.
func (l httpLog) Write(line []byte) (int, error) {
	level := slog.LevelInfo
	if bytes.Contains(line, []byte("tls: failed to verify certificate")) || bytes.Contains(line, []byte("tls: invalid signature by the client certificate")) {
		level = slog.LevelWarn
	}
	l.Log(context.Background(), level, string(bytes.TrimSpace(line)))
	return len(line), nil
}
