package store

import (
	"context"
	"errors"
	"io"
	"os"
)

// Blobs keep attachments under the hash of their content, elsewhere than in the store's folder.
type Blobs interface {
	// Put keeps the content; it is safe there when Put returns.
	Put(ctx context.Context, hash string, size int64, content io.Reader) error
	Open(ctx context.Context, hash string) (io.ReadCloser, error) // not_found
	Size(ctx context.Context, hash string) (int64, error)         // not_found
}

// putBlob hands a finished file over, whose hash is known.
func (s *Store) putBlob(ctx context.Context, from, hash string, size int64) error {
	file, err := os.Open(from)
	if err != nil {
		return translated(err)
	}
	return errors.Join(s.blobs.Put(ctx, hash, size, file), translated(file.Close()))
}
