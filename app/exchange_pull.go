package app

import (
	"bytes"
	"context"
	"time"

	"yunban/model"
)

// pageAhead is a page on its way: the next one is fetched while the one before is taken in.
type pageAhead struct {
	after int64
	done  chan struct{}
	page  model.FeedPage
	err   error
}

func (o *Office) fetchPage(ctx context.Context, after int64) *pageAhead {
	f := &pageAhead{after: after, done: make(chan struct{})}
	go func() {
		defer close(f.done)
		f.page, f.err = o.Remote.Feed(ctx, after, feedPage)
	}()
	return f
}

// pull follows the log to its head. A desk that can no longer follow from where it stands begins anew, once.
func (o *Office) pull(ctx context.Context, report *SyncReport) error {
	anew, learned := false, false
	fetches, end := context.WithCancel(ctx)
	var ahead *pageAhead
	defer func() {
		if end(); ahead != nil {
			<-ahead.done
		}
	}()
	for {
		cursor, err := o.Follower.Cursor(ctx)
		if err != nil {
			return err
		}
		if ahead == nil || ahead.after != cursor.After {
			ahead = o.fetchPage(fetches, cursor.After)
		}
		<-ahead.done
		page, err := ahead.page, ahead.err
		if ahead = nil; err == nil && page.More {
			ahead = o.fetchPage(fetches, page.Next)
		}
		taught := false
		if err == nil {
			taught, err = o.takeIn(ctx, page, report)
		}
		learned = learned || taught
		switch {
		case keyOf(err) == "error.replica_anew" && !anew:
			anew = true
			if restored(err) { // in the middle of this exchange: the next one begins with what it forgot
				return nil
			}
			if err := o.Follower.ResetReplica(ctx, time.Time{}); err != nil {
				return err
			}
		case err != nil:
			return err
		case !page.More && learned && o.Profile() != nil: // one that is just joining has nothing to lay anew
			return o.learn(ctx)
		case !page.More:
			return nil
		}
	}
}

// takeIn takes one page in. Files that the office works by come before the events that name them are kept.
func (o *Office) takeIn(ctx context.Context, page model.FeedPage, report *SyncReport) (taught bool, err error) {
	for _, item := range page.Items {
		if !mayTeach(item.Body) {
			continue
		}
		e, ok, err := item.Event()
		if err != nil || !ok || !teaches(e.Subject.Kind) { // what cannot be read is kept as it came
			continue
		}
		taught = true
		for _, f := range e.Files {
			if err := o.fetch(ctx, f.Hash); err != nil {
				return false, err
			}
		}
	}
	if err := o.Follower.Apply(ctx, page); err != nil {
		return false, err
	}
	report.Received += len(page.Items)
	return taught, nil
}

// mayTeach passes every event that the office works by, and hardly any other, without reading it.
func mayTeach(body []byte) bool {
	for _, kind := range []model.SubjectKind{model.OfficeSubject, model.CalendarSubject, model.CatalogueSubject} {
		if bytes.Contains(body, []byte(`"`+string(kind)+`"`)) {
			return true
		}
	}
	return false
}
