// Package spool hands papers to this computer's printing, and opens them where it has
// none. What the printer makes of a paper nobody learns: handed over is not printed.
package spool

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"yunban/model"
)

// System is the printing of this computer.
type System struct{}

// waiting is how long a paper is kept for the program that it was opened in.
const waiting = 24 * time.Hour

// keep writes a paper where another program can read it; what was left there earlier is
// cleared away first. Nobody else on the computer can look into the folder.
func keep(name string, content io.Reader) (string, error) {
	folder := filepath.Join(os.TempDir(), fmt.Sprintf("yunban-papers-%d", os.Getuid()))
	if err := ownFolder(folder); err != nil {
		return "", fmt.Errorf("keep %s for the printer: %w", name, err)
	}
	clear(folder, time.Now().Add(-waiting))
	own, err := os.MkdirTemp(folder, "")
	if err != nil {
		return "", fmt.Errorf("keep %s for the printer: %w", name, err)
	}
	path := filepath.Join(own, fileName(name))
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("keep %s for the printer: %w", name, err)
	}
	_, err = io.Copy(file, content)
	if err := errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("keep %s for the printer: %w", name, err)
	}
	return path, nil
}

// ownFolder makes a folder that only this person can read; one that somebody else put
// there is refused.
func ownFolder(folder string) error {
	err := os.Mkdir(folder, 0o700)
	if err == nil || !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder", folder)
	}
	return os.Chmod(folder, 0o700) // fails when it is somebody else's
}

// clear removes papers from before a time. One that is still open stays for the next time.
func clear(folder string, before time.Time) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.ModTime().Before(before) {
			_ = os.RemoveAll(filepath.Join(folder, e.Name()))
		}
	}
}

// fileName is the name with what no system has in file names left out, and short enough
// for all of them.
func fileName(name string) string {
	const most = 80 // characters: 240 bytes in Chinese
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.TrimSuffix(name, ".pdf"))
	if r := []rune(name); len(r) > most {
		name = string(r[:most])
	}
	if strings.Trim(name, ". ") == "" {
		name = "paper"
	}
	return name + ".pdf"
}

// noPrinting says that this computer has no printing to hand a paper to: it can be opened.
func noPrinting(err error) error { return model.Wrap(model.NotFound, err, "error.no_printing") }

// refusedPaper says what the printing answered.
func refusedPaper(err error, answer string) error {
	return model.Wrap(model.Invalid, err, "error.printing_refused", "answer", strings.TrimSpace(answer))
}
