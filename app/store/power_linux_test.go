//go:build sqlite_fts5

package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func init() {
	roles["work until the power fails"] = func(dir string) error { return workOnRecord(dir, "FULL") }
	roles["work, and trust the cache"] = func(dir string) error { return workOnRecord(dir, "OFF") }
}

const recordVariable = "YUNBAN_POWER_RECORD"

// workOnRecord acts on a few requests, several at a time, and says after each acknowledgement how long the record of
// what went to the disk was by then.
func workOnRecord(dir, synchronous string) error {
	ctx := context.Background()
	s, err := Open(ctx, dir, Options{})
	if err != nil {
		return err
	}
	if err := s.writer.Exec("PRAGMA wal_autocheckpoint = 50").Error; err != nil { // often, so that falls meet it
		return err
	}
	if err := s.writer.Exec("PRAGMA synchronous = " + synchronous).Error; err != nil {
		return err
	}
	var speak sync.Mutex
	var wait sync.WaitGroup
	failed := make(chan error, 4)
	for worker := range 4 {
		wait.Go(func() {
			for n := range 40 {
				e := event(fmt.Sprint("r", n%5), fmt.Sprint(worker, "-", n), "comment")
				e.Note = strings.Repeat("断电", 200)
				if _, err := s.Change(ctx, e.Subject, next(e)); err != nil {
					failed <- err
					return
				}
				info, err := os.Stat(os.Getenv(recordVariable))
				if err != nil {
					failed <- err
					return
				}
				speak.Lock()
				fmt.Println(e.ID, info.Size())
				speak.Unlock()
			}
		})
	}
	wait.Wait()
	close(failed)
	return <-failed
}

// platter is a disk of which not everything that was written has arrived.
type platter struct {
	files map[string][]byte
	loose []change // since the last sync of their file
}

// change is something that a program did to a file.
type change struct {
	name string
	at   int64 // where; -1: the file was cut to len
	data []byte
	cut  int64
}

func (c change) to(files map[string][]byte) {
	content := files[c.name]
	if c.at < 0 {
		if c.cut <= int64(len(content)) {
			files[c.name] = content[:c.cut:c.cut]
		}
		return
	}
	if need := c.at + int64(len(c.data)); need > int64(len(content)) {
		content = append(content[:len(content):len(content)], make([]byte, need-int64(len(content)))...)
	} else {
		content = bytes.Clone(content)
	}
	copy(content[c.at:], c.data)
	files[c.name] = content
}

// play takes one record in; false at the end, or in the middle of one.
func (p *platter) play(record *bufio.Reader) bool {
	line, err := record.ReadString('\n')
	if err != nil {
		return false
	}
	var c change
	var length int64
	switch line[0] {
	case 'w':
		if _, err := fmt.Sscanf(line, "w %s %d %d", &c.name, &c.at, &length); err != nil {
			panic(line)
		}
		c.data = make([]byte, length)
		if _, err := io.ReadFull(record, c.data); err != nil {
			return false
		}
		p.loose = append(p.loose, c)
	case 't':
		if _, err := fmt.Sscanf(line, "t %s %d", &c.name, &c.cut); err != nil {
			panic(line)
		}
		c.at = -1
		p.loose = append(p.loose, c)
	case 's':
		p.sync(strings.TrimSpace(line[2:]))
	case 'u':
		delete(p.files, strings.TrimSpace(line[2:]))
	}
	return true
}

func (p *platter) sync(name string) {
	var still []change
	for _, c := range p.loose {
		if c.name == name {
			c.to(p.files)
		} else {
			still = append(still, c)
		}
	}
	p.loose = still
}

// fail is what is on the disk when the power is back: of what was not brought there some sectors are, some are not.
func (p *platter) fail(chance *rand.Rand) map[string][]byte {
	files := maps.Clone(p.files)
	for _, c := range p.loose {
		const sector = 512
		if c.at < 0 {
			if chance.IntN(2) == 0 {
				c.to(files)
			}
			continue
		}
		for from := 0; from < len(c.data); from += sector {
			if chance.IntN(2) == 0 {
				part := c.data[from:min(from+sector, len(c.data))]
				change{name: c.name, at: c.at + int64(from), data: part}.to(files)
			}
		}
	}
	return files
}

// recorded lets another process act on a store, with everything that it does to the disk written down.
func recorded(t *testing.T, role string) (before []byte, record []byte, acknowledged map[string]int64) {
	t.Helper()
	shim := filepath.Join(t.TempDir(), "recorder.so")
	if out, err := exec.Command("cc", "-shared", "-fPIC", "-O1", "-o", shim, "testdata/power/recorder.c").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	dir := closedStore(t)
	before = must(os.ReadFile(filepath.Join(dir, databaseName)))
	path := filepath.Join(t.TempDir(), "record")
	cmd := child(t, role, dir)
	cmd.Env = append(cmd.Env, "LD_PRELOAD="+shim, recordVariable+"="+path)
	acknowledged = map[string]int64{}
	for line := range strings.Lines(string(must(cmd.Output()))) {
		var id string
		var at int64
		if _, err := fmt.Sscan(line, &id, &at); err == nil {
			acknowledged[id] = at
		}
	}
	return before, must(os.ReadFile(path)), acknowledged
}

// lostAt cuts the power when so much of the record was done, and counts the acknowledged acts that are gone then.
func lostAt(t *testing.T, before, record []byte, acknowledged map[string]int64, chance *rand.Rand) (lost int, err error) {
	t.Helper()
	p := &platter{files: map[string][]byte{databaseName: before}}
	for from := bufio.NewReaderSize(bytes.NewReader(record), 1<<16); p.play(from); {
	}
	dir := t.TempDir()
	must(0, os.MkdirAll(filepath.Join(dir, filesName), 0o700))
	for name, content := range p.fail(chance) {
		must(0, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	s, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for id, at := range acknowledged {
		if at > int64(len(record)) {
			continue
		}
		if _, _, found, err := eventByID(s.reader, id); err != nil || !found {
			lost++
		}
	}
	found, err := s.Verify(context.Background(), nil)
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("broken: %v", found)
	}
	return lost, err
}

func TestPowerFailure(t *testing.T) {
	const falls = 25
	chance := rand.New(rand.NewPCG(3, 4))
	t.Run("wherever the power fails, every acknowledged act is there and the store is whole", func(t *testing.T) {
		before, record, acknowledged := recorded(t, "work until the power fails")
		if len(acknowledged) != 160 {
			t.Fatalf("%d acts were acknowledged", len(acknowledged))
		}
		for range falls {
			at := chance.IntN(len(record))
			if lost, err := lostAt(t, before, record[:at], acknowledged, chance); err != nil || lost > 0 {
				t.Errorf("at %d of %d: %d lost, %v", at, len(record), lost, err)
			}
		}
	})
	t.Run("a store that trusts the cache loses some: the test can tell", func(t *testing.T) {
		before, record, acknowledged := recorded(t, "work, and trust the cache")
		all := 0
		for range 10 {
			lost, err := lostAt(t, before, record[:chance.IntN(len(record))], acknowledged, chance)
			if all += lost; err != nil {
				all++
			}
		}
		if all == 0 {
			t.Error("nothing was lost")
		}
	})
}
