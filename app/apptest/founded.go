package apptest

import (
	"context"
	"io/fs"
	"os"
	"sync"
	"testing"
	"testing/fstest"

	"yunban/app/demo"
	"yunban/app/wire"
)

// fresh keeps the folder of a freshly founded office of each city in memory: founding one takes half a second, for
// its passwords are slow on purpose, and every test wants one.
var (
	freshMu sync.Mutex
	fresh   = map[string]fs.FS{}
)

func founded(t testing.TB, profile string) fs.FS {
	t.Helper()
	freshMu.Lock()
	defer freshMu.Unlock()
	if fresh[profile] == nil {
		folder, err := found(t.TempDir(), profile)
		if err != nil {
			t.Fatal(err)
		}
		fresh[profile] = folder
	}
	return fresh[profile]
}

func found(dir, profile string) (fs.FS, error) {
	office, err := demo.Found(context.Background(), dir, profile, wire.Options{Clock: demo.NewClock(Start).Now, OwnFonts: true})
	if err != nil {
		return nil, err
	}
	if err := office.Close(); err != nil {
		return nil, err
	}
	return inMemory(os.DirFS(dir))
}

func inMemory(folder fs.FS) (fs.FS, error) {
	copied := fstest.MapFS{}
	return copied, fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		copied[name] = &fstest.MapFile{Data: data, Mode: 0o600}
		return err
	})
}
