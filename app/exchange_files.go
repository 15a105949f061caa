package app

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"yunban/model"
)

// fetchTime is how long a person waits for a file that is not at the desk yet.
const fetchTime = 2 * time.Minute

// largest is the largest file that is fetched: a signed paper is larger than any attachment.
const largest = 2 * MaxFile

// fetching are the files of a joined desk: one that is not here is fetched from the hub when it is opened.
type fetching struct {
	Files
	remote Remote
	came   *atomic.Bool // something did
}

// Open reads a kept file, fetched first where it must be.
func (f fetching) Open(hash string) (io.ReadCloser, error) {
	r, err := f.Files.Open(hash)
	if model.KindOf(err) != model.NotFound || f.remote == nil {
		return r, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), fetchTime)
	defer cancel()
	if err := fetchFile(ctx, f.Files, f.remote, hash); err != nil {
		return nil, err
	}
	f.came.Store(true)
	return f.Files.Open(hash)
}

// fetch makes sure that a file is here.
func (o *Office) fetch(ctx context.Context, hash string) error {
	r, err := o.Files.Open(hash)
	if err == nil {
		return r.Close()
	}
	return fetchFile(ctx, o.Files, o.Remote, hash)
}

func fetchFile(ctx context.Context, files Files, remote Remote, hash string) error {
	r, w := io.Pipe()
	go func() { w.CloseWithError(remote.FetchFile(ctx, hash, w)) }()
	got, _, err := files.Keep(ctx, r, largest)
	if err := errors.Join(err, r.Close()); err != nil {
		return err
	}
	if got != hash {
		return model.Errorf(model.Other, "error.file_altered", "hash", hash)
	}
	return nil
}
