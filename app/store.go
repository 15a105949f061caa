// Package app is what a person can do with Yunban: one file per family of acts. It knows the rules (package model)
// and, through the interfaces of this file, whatever keeps and prints.
package app

import (
	"context"
	"io"

	"yunban/model"
)

// Store keeps the log of events and what is derived from it.
type Store interface {
	// Change is the only door: it loads the subject's past, asks decide for the next event, numbers and seals it,
	// and writes event, summary and search words in one transaction. An error of decide is returned as it is and
	// nothing is written. The same event id again answers with the event that was written then. The sealed event
	// is returned once it is safe on disk.
	Change(ctx context.Context, about model.Subject, decide func(ctx context.Context, past []model.Event) (model.Event, error)) (model.Event, error)
	// Events gives a subject's past, the oldest first; none is not an error.
	Events(ctx context.Context, about model.Subject) ([]model.Event, error)
	// Replay makes a request of its past; the one that Change gave its decide is at hand.
	Replay(ctx context.Context, past []model.Event) (model.Request, error)
	// Requests gives one page of requests.
	Requests(ctx context.Context, q model.Query) (model.Page, error)
	// Count counts what a query would find in all, pages aside.
	Count(ctx context.Context, q model.Query) (int, error)
	// Issued gives the events that issued a file, by the hash of its content.
	Issued(ctx context.Context, hash string) ([]model.Event, error)
	Records
	// Verify replays every event and checks chains, summaries and the hash of each file.
	Verify(ctx context.Context, progress func(done, all int)) ([]model.Broken, error)
}

// Records reads what is kept without a lifecycle of requests: people, systems, matters.
type Records interface {
	// Records gives all records of a kind, by id.
	Records(ctx context.Context, kind model.SubjectKind) ([]model.Record, error)
	// RecordIDs gives only their ids, which costs little however much they say.
	RecordIDs(ctx context.Context, kind model.SubjectKind) ([]string, error)
	// RecordsVersion is another number after each change of records of these kinds; ok is false inside a transaction
	// that has changed some: what was read in it is good nowhere else.
	RecordsVersion(ctx context.Context, kinds ...model.SubjectKind) (version int64, ok bool)
}

// Drafts keeps unfinished applications on this desk.
type Drafts interface {
	SaveDraft(ctx context.Context, d model.Draft) error
	// Draft gives one draft; not_found when there is none.
	Draft(ctx context.Context, id string) (model.Draft, error)
	// Drafts lists a person's drafts, the latest first.
	Drafts(ctx context.Context, owner string) ([]model.Draft, error)
	DropDraft(ctx context.Context, id string) error
}

// Files keeps attachments by the hash of their content.
type Files interface {
	// Keep reads to the end and keeps the content, on disk before it returns. More than limit bytes is invalid.
	Keep(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
	// Open reads a kept file; not_found when it is not here.
	Open(hash string) (io.ReadCloser, error)
	// Has tells whether a file is kept here.
	Has(hash string) (bool, error)
}

// Secrets keeps password hashes apart from the log, which everyone may read.
type Secrets interface {
	Password(ctx context.Context, person string) (string, error) // not_found when none is set
	SetPassword(ctx context.Context, person, hash string) error
}

// Settings keeps this desk's own preferences.
type Settings interface {
	Setting(ctx context.Context, key string) (string, error) // nothing when it was never set
	SaveSetting(ctx context.Context, key, value string) error
}

// Printer turns a document into a PDF.
type Printer interface {
	// Print draws the document. A character that no font can draw is an invalid input, named with its place.
	Print(ctx context.Context, d model.Document) ([]byte, error)
	// Bind puts a cover and papers together as one PDF with a bookmark for each.
	Bind(ctx context.Context, cover model.Document, parts []model.BoundPart) ([]byte, error)
}

// Sheets writes workbooks.
type Sheets interface {
	// Write writes sheets as one workbook; rows are asked for page by page until there are none, sheet after sheet.
	Write(ctx context.Context, w io.Writer, sheets ...model.Sheet) error
}
