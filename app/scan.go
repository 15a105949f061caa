package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// PageReader reads scanned sheets: photos, and scans as pictures or PDF.
type PageReader interface {
	// ReadPages reads the codes on every page. A page that cannot be read has its fault; a file that cannot be read
	// at all is invalid. progress hears of each page.
	ReadPages(ctx context.Context, r io.ReaderAt, size int64, progress func(done, all int)) ([]model.ScannedPage, error)
	// Pages counts the pages of a file.
	Pages(r io.ReaderAt, size int64) (int, error)
	// Cut gives some pages as files of their own.
	Cut(r io.ReaderAt, size int64, pages []int) ([]model.SheetFile, error)
}

// ScanResult is what became of scanned files: every page is in one of the two lists.
type ScanResult struct {
	Placed []PlacedScan
	Left   []LeftScan
}

// PlacedScan is a paper that came back and is filed with the request or the matter that it is of.
type PlacedScan struct {
	File   string        // the scanned file's name
	Pages  string        // which of its pages: 1, 3-4
	About  model.Subject // the request or the matter
	Number string
	System string // the request's title, or the matter's
	Paper  model.DocumentKind
	Title  string // the paper's
	Again  bool   // it was filed before, by whomever
}

// LeftScan is what could not be placed.
type LeftScan struct {
	File  string
	Pages string          // nothing when the whole file cannot be read
	Code  model.PaperCode // when one of ours was read
	Why   error           // in words: Words.Error
}

// TakeScans reads scanned files and files each paper that bears a code of a request or a matter with it, as its signed
// copy. What cannot be placed is listed with the reason. progress hears of files, or of pages when there is only one
// file. When ctx ends, what was done until then is in the result.
func (d *Desk) TakeScans(ctx context.Context, paths []string, progress func(done, all int)) (ScanResult, error) {
	var result ScanResult
	for i, path := range paths {
		ofPages := func(int, int) {}
		if len(paths) == 1 {
			ofPages = progress
		}
		if err := d.takeScan(ctx, path, ofPages, &result); err != nil {
			return result, err
		}
		if len(paths) > 1 {
			progress(i+1, len(paths))
		}
	}
	return result, nil
}

// takeScan reads one file. Only what stops the whole work is an error: the end of ctx, a store that fails.
func (d *Desk) takeScan(ctx context.Context, path string, progress func(done, all int), result *ScanResult) error {
	s, err := openScan(path)
	if err != nil {
		result.Left = append(result.Left, LeftScan{File: filepath.Base(path), Why: err})
		return nil
	}
	defer s.file.Close()
	pages, err := d.Scanner.ReadPages(ctx, s.file, s.size, progress)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		result.Left = append(result.Left, LeftScan{File: s.name, Why: err})
		return nil
	}
	s.pages = len(pages)
	return d.placeAll(ctx, s, pages, result)
}

// scanFile is an opened scanned file.
type scanFile struct {
	name  string
	file  *os.File
	size  int64
	hash  string
	pages int
}

func openScan(path string) (*scanFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, unreadable(path, nil)
	}
	if info.Size() > MaxFile {
		return nil, model.Errorf(model.Invalid, "error.scan_too_big", "max", strconv.Itoa(MaxFile>>20))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return nil, errors.Join(unreadable(path, err), f.Close())
	}
	return &scanFile{name: filepath.Base(path), file: f, size: info.Size(), hash: hex.EncodeToString(sum.Sum(nil))}, nil
}

// keep keeps some pages of the file: the file as it is when they are all of it, else those pages alone, for the
// others may be another unit's.
func (d *Desk) keepPages(ctx context.Context, s *scanFile, numbers []int) ([]model.File, error) {
	if len(numbers) == s.pages {
		f, err := d.keepCopy(ctx, s.name, io.NewSectionReader(s.file, 0, s.size))
		return []model.File{f}, err
	}
	cut, err := d.Scanner.Cut(s.file, s.size, numbers)
	if err != nil {
		return nil, err
	}
	stem := strings.TrimSuffix(s.name, filepath.Ext(s.name))
	var files []model.File
	for i, sheet := range cut {
		of := numbers
		if len(cut) == len(numbers) {
			of = numbers[i : i+1]
		}
		f, err := d.keepCopy(ctx, stem+" p"+pageList(of)+"."+sheet.Ending, strings.NewReader(string(sheet.Data)))
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func (d *Desk) keepCopy(ctx context.Context, name string, r io.Reader) (model.File, error) {
	hash, size, err := d.Files.Keep(ctx, r, MaxFile)
	return model.File{Role: model.CopyRole, Name: name, Size: size, Hash: hash}, err
}

// pageList writes page numbers: 1, 3-4.
func pageList(numbers []int) string {
	var b strings.Builder
	for i := 0; i < len(numbers); {
		last := i
		for last+1 < len(numbers) && numbers[last+1] == numbers[last]+1 {
			last++
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(numbers[i]))
		if last > i {
			b.WriteString("-" + strconv.Itoa(numbers[last]))
		}
		i = last + 1
	}
	return b.String()
}

// SignedCopies lists what came back of a paper, the latest first.
func (r Dossier) SignedCopies(kind model.DocumentKind) []model.SignedCopy {
	var found []model.SignedCopy
	for _, c := range slices.Backward(r.Request.Copies) {
		if c.Paper == kind {
			found = append(found, c)
		}
	}
	return found
}
