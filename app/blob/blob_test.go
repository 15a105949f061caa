package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yunban/model"
)

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func TestBucket(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "deep", "files")
	for name, address := range map[string]string{"a folder": "file://" + filepath.ToSlash(folder), "memory": "mem://"} {
		t.Run(name, func(t *testing.T) {
			b, err := Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := b.Close(); err != nil {
					t.Error(err)
				}
			}()
			const text = "盖章的申请"
			hash := hashOf(text)
			if _, err := b.Size(t.Context(), hash); model.KindOf(err) != model.NotFound {
				t.Errorf("before: %v", err)
			}
			for range 2 { // the same content is kept once
				if err := b.Put(t.Context(), hash, int64(len(text)), strings.NewReader(text)); err != nil {
					t.Fatal(err)
				}
			}
			if size, err := b.Size(t.Context(), hash); err != nil || size != int64(len(text)) {
				t.Errorf("%d %v", size, err)
			}
			r, err := b.Open(t.Context(), hash)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || string(got) != text || r.Close() != nil {
				t.Errorf("%q %v", got, err)
			}
			if _, ok := r.(io.Seeker); !ok {
				t.Error("a part of it cannot be asked for")
			}
			other := hashOf("other")
			if err := b.Put(t.Context(), other, 5, strings.NewReader("wrong")); err == nil {
				t.Error("a content that is not what it is called was kept")
			}
			if _, err := b.Open(t.Context(), other); model.KindOf(err) != model.NotFound {
				t.Errorf("and can be opened: %v", err)
			}
			ended, cancel := context.WithCancel(t.Context())
			cancel()
			if err := b.Put(ended, hashOf("late"), 4, strings.NewReader("late")); err == nil {
				t.Error("it does not end with its context")
			}
		})
	}
	t.Run("a folder has the content under its hash and nothing beside it", func(t *testing.T) {
		hash := hashOf("盖章的申请")
		entries, err := os.ReadDir(filepath.Join(folder, hash[:2]))
		if err != nil || len(entries) != 1 || entries[0].Name() != hash {
			t.Errorf("%v %v", entries, err)
		}
	})
	t.Run("what is no bucket", func(t *testing.T) {
		for _, address := range []string{"", "nowhere://x", "s3://bucket", "%"} {
			if _, err := Open(t.Context(), address); model.KindOf(err) != model.Invalid {
				t.Errorf("%q: %v", address, err)
			}
		}
	})
}
