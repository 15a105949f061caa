// Package blob keeps attachments in a bucket that a URL names, through gocloud.dev/blob. A hub's own folder needs no
// bucket: the store keeps files there by itself.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file:///srv/files
	_ "gocloud.dev/blob/memblob"  // mem://, for tests
	"gocloud.dev/gcerrors"

	"yunban/model"
)

// Bucket keeps attachments under the hash of their content.
type Bucket struct {
	bucket *blob.Bucket
	folder string // of a bucket that is a folder
}

// Open opens the bucket that a URL names: file:///srv/files is a folder, which is made when it is missing.
func Open(ctx context.Context, address string) (*Bucket, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.bucket", "url", address)
	}
	b := &Bucket{}
	if u.Scheme == "file" {
		b.folder = filepath.FromSlash(u.Path)
		q := u.Query()
		q.Set("create_dir", "1")
		q.Set("no_tmp_dir", "1")       // a name is only moved within its own file system
		q.Set("metadata", "skip")      // the name says all
		q.Set("dir_file_mode", "0700") // let nobody else look in
		u.RawQuery = q.Encode()
	}
	if b.bucket, err = blob.OpenBucket(ctx, u.String()); err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.bucket", "url", address)
	}
	return b, nil
}

// Close lets go of the bucket.
func (b *Bucket) Close() error { return b.bucket.Close() }

// key is where a content is kept: ab/abcd…
func key(hash string) string { return hash[:2] + "/" + hash }

// Put keeps a content, checked against its hash as it goes. It is safe in the bucket when Put returns.
func (b *Bucket) Put(ctx context.Context, hash string, size int64, content io.Reader) error {
	if at, err := b.Size(ctx, hash); err == nil && at == size && b.folder == "" {
		return nil // a folder is written again: a fall may have left the name of what never came to the disk
	}
	writing, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := b.bucket.NewWriter(writing, key(hash), &blob.WriterOptions{ContentType: "application/octet-stream"})
	if err != nil {
		return failed(err, hash)
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), content)
	if err == nil && (hex.EncodeToString(sum.Sum(nil)) != hash || n != size) {
		err = model.Errorf(model.Other, "error.file_altered", "hash", hash)
	}
	if err != nil {
		cancel() // nothing is kept of it
		_ = w.Close()
		return failed(err, hash)
	}
	if err := w.Close(); err != nil {
		return failed(err, hash)
	}
	return failed(b.settle(hash), hash)
}

// settle brings a content and its name to the disk, where the bucket is a folder: the library does not.
func (b *Bucket) settle(hash string) error {
	if b.folder == "" {
		return nil
	}
	path := filepath.Join(b.folder, hash[:2], hash)
	return errors.Join(settle(path), settle(filepath.Dir(path)), settle(b.folder))
}

func settle(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.IsDir() && filepath.Separator == '\\' { // Windows brings names to the disk by itself, and opens no folder
		return nil
	}
	flag := os.O_RDWR
	if info.IsDir() {
		flag = os.O_RDONLY
	}
	file, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// Open reads a content; not_found when it is not here.
func (b *Bucket) Open(ctx context.Context, hash string) (io.ReadCloser, error) {
	r, err := b.bucket.NewReader(ctx, key(hash), nil)
	if err != nil {
		return nil, failed(err, hash)
	}
	return r, nil
}

// Size is how large a content is; not_found when it is not here.
func (b *Bucket) Size(ctx context.Context, hash string) (int64, error) {
	a, err := b.bucket.Attributes(ctx, key(hash))
	if err != nil {
		return 0, failed(err, hash)
	}
	return a.Size, nil
}

// failed says a failure of the bucket in our words.
func failed(err error, hash string) error {
	var ours *model.Error
	switch {
	case err == nil, errors.As(err, &ours), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case gcerrors.Code(err) == gcerrors.NotFound:
		return model.Wrap(model.NotFound, err, "error.file_missing", "hash", hash)
	}
	return model.Wrap(model.Other, err, "error.bucket_failed")
}
