//go:build sqlite_fts5

package store

import (
	"context"
	"io"
	"testing"

	"yunban/model"
)

// backend is what every kind of store promises to the use cases.
type backend interface {
	Change(ctx context.Context, about model.Subject, decide Decide) (model.Event, error)
	Events(ctx context.Context, about model.Subject) ([]model.Event, error)
	Requests(ctx context.Context, q model.Query) (model.Page, error)
	Count(ctx context.Context, q model.Query) (int, error)
	Records(ctx context.Context, kind model.SubjectKind) ([]model.Record, error)
	Verify(ctx context.Context, progress func(done, all int)) ([]model.Broken, error)
	Rebuild(ctx context.Context) error

	SaveDraft(ctx context.Context, d model.Draft) error
	Draft(ctx context.Context, id string) (model.Draft, error)
	Drafts(ctx context.Context, owner string) ([]model.Draft, error)
	DropDraft(ctx context.Context, id string) error

	Keep(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
	Open(hash string) (io.ReadCloser, error)

	Password(ctx context.Context, person string) (string, error)
	SetPassword(ctx context.Context, person, hash string) error

	Setting(ctx context.Context, key string) (string, error)
	SaveSetting(ctx context.Context, key, value string) error
}

// runContract holds a kind of store to its promises. open gives a new, empty one.
func runContract(t *testing.T, open func(t *testing.T) backend) {
	suites := []struct {
		name string
		run  func(t *testing.T, open func(t *testing.T) backend)
	}{
		{"changes", changesContract},
		{"requests", requestsContract},
		{"lifecycle", lifecycleContract},
		{"near", nearContract},
		{"decide", decideContract},
		{"search", searchContract},
		{"records", recordsContract},
		{"files", filesContract},
		{"desk", deskContract},
	}
	for _, suite := range suites {
		t.Run(suite.name, func(t *testing.T) { suite.run(t, open) })
	}
}
