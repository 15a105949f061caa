package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"yunban/app/blob"
	"yunban/app/wire"
	"yunban/model"
)

// bucketName is the file in the hub's folder that says where attachments are kept, when that is not the folder itself.
const bucketName = "files.url"

// openBucket opens the bucket that was named, or that serve was told last.
func (c *call) openBucket(ctx context.Context) error {
	c.opts = wire.Options{OwnFonts: true}
	if c.files == "" {
		text, err := os.ReadFile(filepath.Join(c.hubDir(), bucketName))
		if owned := c.owned(); owned != nil && errors.Is(err, fs.ErrPermission) {
			return owned // which says who may read it
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return model.Wrap(model.Other, err, "error.unexpected")
		}
		c.files = strings.TrimSpace(string(text))
	}
	if c.files == "" {
		return nil
	}
	bucket, err := blob.Open(ctx, c.files)
	if err != nil {
		return err
	}
	c.opts.Blobs, c.drop = bucket, bucket.Close
	return nil
}

// nothing is the hash of an empty content.
const nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// keepBucket remembers the bucket for the next time and the other commands, once it took something.
func (c *call) keepBucket(ctx context.Context) error {
	if c.files == "" {
		return nil
	}
	err := c.opts.Blobs.Put(ctx, nothing, 0, strings.NewReader("")) // a service may be shut out of a folder that its user may write
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.bucket", "url", c.files)
	}
	err = os.MkdirAll(c.hubDir(), 0o700)
	if err == nil {
		err = os.WriteFile(filepath.Join(c.hubDir(), bucketName), []byte(c.files+"\n"), 0o600)
	}
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	return nil
}
