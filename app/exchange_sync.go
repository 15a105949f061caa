package app

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"yunban/model"
)

// How much travels at once.
const (
	pushBatch = 50
	feedPage  = 5000 // or as many as fill a few megabytes
)

// reoffered is how far back a desk offers its taken acts again to a hub that was restored from a copy.
const reoffered = 30 * 24 * time.Hour

// SyncReport tells what one exchange did.
type SyncReport struct {
	Taken    int      `json:"taken"`    // acts that the hub numbered
	Refused  int      `json:"refused"`  // and those that it did not take, the blocked ones included
	Received int      `json:"received"` // steps of the log
	Files    int      `json:"files"`    // that were sent
	SignIn   []string `json:"sign_in"`  // whose acts wait until they sign in while connected
	Begun    bool     `json:"-"`        // nothing is exchanged yet: something changed here and will be sent
}

// Sync exchanges once with the hub: files and acts up, answers and the log down to its head. Cut off anywhere, the next
// one goes on from there.
func (o *Office) Sync(ctx context.Context) (report SyncReport, err error) {
	if err := o.connected(); err != nil {
		return report, err
	}
	report.SignIn = []string{}
	o.syncing.Lock()
	defer o.syncing.Unlock()
	defer func() { err = o.lockedOut(ctx, err) }()
	hello, err := o.Remote.Hello(ctx)
	if err != nil {
		return report, o.noContact(ctx, err)
	}
	if err := errors.Join(o.contact(ctx, hello), o.keepCarryKey(ctx, hello)); err != nil {
		return report, err
	}
	cursor, err := o.Follower.Cursor(ctx)
	if err != nil {
		return report, err
	}
	if cursor.Hub != hello.Hub { // restored from a copy: what it forgot is offered again
		if err := o.Follower.Rejoin(ctx, hello.Hub, o.Clock().Add(-reoffered)); err != nil {
			return report, err
		}
	}
	if err := o.push(ctx, &report); err != nil {
		return report, o.noContact(ctx, err)
	}
	if !hello.Speaks() {
		return report, model.Errorf(model.Conflict, "error.update_needed")
	}
	if err := o.pull(ctx, &report); err != nil {
		return report, o.noContact(ctx, err)
	}
	return report, o.trim(ctx)
}

// push sends what waits, in its order: as many acts of one person at a time as follow each other. The first goes alone:
// by its answer a desk learns whether its count is its own, before more is numbered by it.
func (o *Office) push(ctx context.Context, report *SyncReport) error {
	recounted, alone := false, true
	for {
		waiting, err := o.Outbox.Pending(ctx, pushBatch)
		if err != nil || len(waiting) == 0 {
			return err
		}
		author := waiting[0].Event.Actor
		n := 1
		for !alone && n < len(waiting) && waiting[n].Event.Actor == author {
			n++
		}
		token, err := o.session(ctx, author)
		if err != nil {
			return err
		}
		if token == "" {
			report.SignIn = append(report.SignIn, author)
			return nil
		}
		if err := o.sendFiles(ctx, waiting[:n], report); err != nil {
			return err
		}
		answers, err := o.Remote.Push(ctx, token, waiting[:n])
		if keyOf(err) == "error.session_over" {
			report.SignIn = append(report.SignIn, author)
			return o.dropSession(ctx, author)
		}
		if keyOf(err) == "error.outbox_gap" && !recounted { // this desk was restored from a copy
			recounted = true
			if err := o.recount(ctx, err); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		if len(answers) == 0 {
			return model.Errorf(model.Other, "error.no_answer")
		}
		taken, refused, err := o.answered(ctx, answers)
		report.Taken, report.Refused = report.Taken+taken, report.Refused+refused
		if err != nil {
			return err
		}
		alone = false
	}
}

// recount counts what waits from where the hub says that it stands.
func (o *Office) recount(ctx context.Context, gap error) error {
	var e *model.Error
	if !errors.As(gap, &e) {
		return gap
	}
	last, err := strconv.ParseInt(e.Args["last"], 10, 64)
	if err != nil {
		return gap
	}
	return o.Outbox.Recount(ctx, last)
}

// sendFiles sends the files that acts name and the hub does not have.
func (o *Office) sendFiles(ctx context.Context, acts []model.Pushed, report *SyncReport) error {
	for _, p := range acts {
		for _, f := range p.Event.Files {
			has, err := o.Remote.HasFile(ctx, f.Hash)
			if err != nil {
				return err
			}
			if has {
				continue
			}
			if err := o.sendFile(ctx, o.Remote, f); err != nil {
				return err
			}
			report.Files++
		}
	}
	return nil
}

func (o *Office) sendFile(ctx context.Context, to Receiver, f model.File) (err error) {
	r, err := o.Files.Open(f.Hash)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	content, ok := r.(io.ReadSeeker)
	if !ok {
		return model.Errorf(model.Other, "error.unexpected")
	}
	return to.SendFile(ctx, f.Hash, content)
}

// keyOf is the key of a failure's words; nothing of none, or of one that is not ours.
func keyOf(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

// restored reports whether a desk has to begin anew because the hub's log is another one.
func restored(err error) bool {
	var e *model.Error
	return errors.As(err, &e) && e.Key == "error.replica_anew" && e.Args["why"] == "hub"
}
