package app

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"yunban/model"
)

// DraftFile is a draft in a file, as it would be taken in.
type DraftFile struct {
	Title string
	Case  model.Case
	From  string
	Unit  string
	At    time.Time // when it was written
	Files []model.File
	Twin  bool // the person has a draft of this name already
}

// ReadDraftFile reads a draft's file whole and tells what it is. Refused is one that is damaged, of another unit or
// another regulation, and one that answers a request or changes a system that this office does not have.
func (d *Desk) ReadDraftFile(ctx context.Context, path string, told func(done, all int)) (f DraftFile, err error) {
	a, err := openDraftFile(path)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	draft, err := d.fits(ctx, a)
	if err != nil {
		return f, err
	}
	for i, file := range draft.Filling.Files {
		if err := ctx.Err(); err != nil {
			return f, err
		}
		if err := a.whole(file); err != nil {
			return f, err
		}
		told(i+1, len(draft.Filling.Files))
	}
	own, err := d.Drafts(ctx)
	parcel := a.says.Parcel
	return DraftFile{Title: draft.Title(), Case: draft.Case, From: parcel.FromName, Unit: a.says.Unit.Name, At: parcel.At, Files: draft.Filling.Files,
		Twin: slices.ContainsFunc(own, func(o model.Draft) bool { return o.Title() == draft.Title() && o.Case == draft.Case })}, err
}

// TakeDraftFile makes the draft in a file the person's own.
func (d *Desk) TakeDraftFile(ctx context.Context, path string) (draft model.Draft, err error) {
	a, err := openDraftFile(path)
	if err != nil {
		return draft, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if draft, err = d.fits(ctx, a); err != nil {
		return draft, err
	}
	for _, f := range draft.Filling.Files {
		if err := d.takeAttachment(ctx, a, f); err != nil {
			return draft, err
		}
	}
	if draft.ID, err = newID(); err != nil {
		return draft, err
	}
	draft.Owner = d.Person.ID
	return draft, d.keepDraft(ctx, &draft)
}

// takeAttachment keeps an attachment of a draft's file, checked as if the person had chosen it.
func (d *Desk) takeAttachment(ctx context.Context, a *draftArchive, f model.File) error {
	err := ctx.Err()
	if err == nil {
		err = a.whole(f)
	}
	if err != nil {
		return err
	}
	return a.each(draftFileFolder+f.Hash, func(r io.Reader) error {
		_, err := d.AttachFrom(ctx, f.Role, f.Name, r)
		return err
	})
}

// fits checks that a draft is of the person's unit and regulation, and that what it is about is here; then it is as it
// would be taken in.
func (d *Desk) fits(ctx context.Context, a *draftArchive) (model.Draft, error) {
	draft := a.draft
	switch {
	case !d.MayApply():
		return draft, model.Errorf(model.Forbidden, "error.not_your_duty", "action", string(model.Submit), "roles", "")
	case a.says.Regulation != d.Profile().ID:
		return draft, model.Errorf(model.Conflict, "error.draft_regulation", "city", a.says.City)
	case !isUnit(a.says.Unit, d.Unit):
		return draft, model.Errorf(model.Forbidden, "error.draft_unit", "unit", a.says.Unit.Name)
	}
	if d.ProfileOf(draft.Profile).Ref() != draft.Profile { // a version that this office does not know
		draft.Profile = d.Profile().Ref()
	}
	if draft.Filling.Values == nil {
		draft.Filling.Values = model.Values{}
	}
	return draft, d.placed(ctx, &draft)
}

// placed finds what a draft is about in this office.
func (d *Desk) placed(ctx context.Context, draft *model.Draft) error {
	if draft.Request != "" {
		file, err := d.Dossier(ctx, draft.Request)
		if model.KindOf(err) == model.NotFound {
			return model.Errorf(model.NotFound, "error.draft_request")
		}
		if err != nil {
			return err
		}
		return file.waitsForRound()
	}
	if draft.System == "" {
		return nil
	}
	_, err := d.System(ctx, draft.System)
	if model.KindOf(err) != model.NotFound {
		return err
	}
	if draft.Case != model.Usage {
		return model.Errorf(model.NotFound, "error.draft_system", "system", draft.Title())
	}
	draft.System = "" // an application brings its system along
	return nil
}

// isUnit tells whether two offices mean the same unit: each names units as it likes, and knows them by their code or
// their full name.
func isUnit(a, b model.Unit) bool {
	same := func(x, y string) bool {
		x, y = strings.TrimSpace(x), strings.TrimSpace(y)
		return x != "" && strings.EqualFold(x, y)
	}
	if a.CreditCode != "" && b.CreditCode != "" {
		return same(a.CreditCode, b.CreditCode)
	}
	return same(a.Name, b.Name)
}
