//go:build !windows

package spool

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// patience is how long the printing may take to answer.
const patience = 30 * time.Second

// Printers lists the printers by name, the one that is used when none is named first. A
// computer without printing has none.
func (System) Printers(ctx context.Context) ([]string, error) {
	out, err := ask(ctx, "lpstat", "-e")
	if errors.Is(err, exec.ErrNotFound) {
		return nil, nil
	}
	names := strings.Fields(out)
	if err != nil && len(names) == 0 { // lpstat fails also when there is no printer
		return nil, ctx.Err()
	}
	standard, err := ask(ctx, "lpstat", "-d") // system default destination: NAME
	if err != nil {
		return names, ctx.Err()
	}
	_, chosen, _ := strings.Cut(standard, ": ")
	if at := slices.Index(names, strings.TrimSpace(chosen)); at > 0 {
		names = slices.Insert(slices.Delete(names, at, at+1), 0, strings.TrimSpace(chosen))
	}
	return names, nil
}

// Send hands a paper to a printer, or without a name to the usual one. not_found: this
// computer has no printing.
func (s System) Send(ctx context.Context, name string, paper io.Reader, printer string) error {
	lp, err := exec.LookPath("lp")
	if err != nil {
		return noPrinting(err)
	}
	if printer == "" {
		if printers, err := s.Printers(ctx); err != nil || len(printers) == 0 {
			return errors.Join(err, noPrinting(errors.New("no printer")))
		}
	}
	args := []string{"-t", strings.TrimSuffix(fileName(name), ".pdf")}
	if printer != "" {
		args = append(args, "-d", printer)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, lp, args...)
	var answer bytes.Buffer
	cmd.Stdin, cmd.Stderr = paper, &answer
	if err := cmd.Run(); err != nil {
		return refusedPaper(errors.Join(err, ctx.Err()), answer.String())
	}
	return nil
}

// Open shows a paper in the program that this computer has for it.
func (System) Open(ctx context.Context, name string, paper io.Reader) error {
	opener := "xdg-open"
	if runtime.GOOS == "darwin" {
		opener = "open"
	}
	program, err := exec.LookPath(opener)
	if err != nil {
		return noPrinting(err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	path, err := keep(name, paper)
	if err != nil {
		return err
	}
	cmd := exec.Command(program, path)
	if err := cmd.Start(); err != nil {
		return refusedPaper(err, err.Error())
	}
	go func() { _ = cmd.Wait() }() // it may stay as long as the paper is looked at
	return nil
}

// ask runs a program whose answer is read, so it must be in English.
func ask(ctx context.Context, program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	return string(out), err
}
