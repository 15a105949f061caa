package hub

import (
	"bytes"
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

// shelf keeps files and remembers which.
type shelf map[string][]byte

func (s shelf) Keep(_ context.Context, r io.Reader, _ int64) (string, int64, error) {
	content, err := io.ReadAll(r)
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	s[hash] = content
	return hash, int64(len(content)), err
}

func (s shelf) Open(string) (io.ReadCloser, error) {
	return nil, model.Errorf(model.NotFound, "error.file_missing")
}

// Whatever pieces a device sends in whatever order, what is kept is what its name says, and nothing lies outside of the
// folder. A piece that is sent right always gets on.
func FuzzUploads(f *testing.F) {
	content := []byte("建设方案，第一版")
	f.Add(content, []byte{0, 8, 8, 16}, int64(len(content)), true)
	f.Add(content, []byte{0, 8, 0, 3, 8, 255}, int64(len(content)), true)
	f.Add(content, []byte{9, 1}, int64(3), false)
	f.Add([]byte{}, []byte{0, 0}, int64(0), true)
	f.Add(content, []byte{0, 255}, int64(-1), false)
	f.Fuzz(func(t *testing.T, content []byte, cuts []byte, size int64, honest bool) {
		sum := sha256.Sum256(content)
		hash := hex.EncodeToString(sum[:])
		if !honest {
			hash = strings.Repeat("0", 64)
		}
		kept, dir := shelf{}, t.TempDir()
		u := &uploads{dir: filepath.Join(dir, "uploads"), files: kept}
		for i := 0; i+1 < len(cuts) && i < 16; i += 2 {
			from, to := min(int(cuts[i]), len(content)), min(int(cuts[i+1]), len(content))
			arrived, whole, err := u.add(t.Context(), "d", hash, int64(from), size, bytes.NewReader(content[min(from, to):to]))
			if err == nil && whole && (!honest || !bytes.Equal(kept[hash], content)) {
				t.Fatalf("taken for whole: %d", arrived)
			}
		}
		for name := range kept {
			if name != hash {
				t.Fatalf("%s is kept for %s", name, hash)
			}
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 1 {
			t.Fatalf("%v %v", entries, err)
		}
		if !honest {
			return
		}
		offset, err := u.offset("d", hash)
		if err != nil {
			t.Fatal(err)
		}
		if offset > int64(len(content)) {
			return // more was announced than there is
		}
		if _, whole, err := u.add(t.Context(), "d", hash, offset, int64(len(content)), bytes.NewReader(content[offset:])); err == nil && !whole {
			t.Fatal("an honest end does not end it")
		}
	})
}
