// Package scan reads papers that come back: photos and scans as JPEG, PNG, TIFF and PDF. It finds the QR codes of our
// papers on every page, however the sheet lay on the glass.
package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strconv"
	"time"

	"yunban/model"
)

// The bounds that keep a bomb from exploding. All are checked before anything is unpacked.
const (
	MaxFile   = 200 << 20  // bytes of a file
	MaxPages  = 500        // of a file
	maxPixels = 80_000_000 // of a picture: A3 at 600 dpi has 70 million
)

// Reader reads scanned files.
type Reader struct {
	Patience time.Duration // for a page without a code; 0 means two seconds
}

// The faults of a single page, by the keys of their words.
const (
	faultBroken  = "error.scan_page_broken"  // cannot be unpacked
	faultLarge   = "error.scan_page_large"   // too many pixels
	faultPacking = "error.scan_page_packing" // a packing that we cannot undo: JPEG 2000, JBIG2
	faultDrawn   = "error.scan_page_drawn"   // a page of a PDF without any picture: written by a program, never scanned
)

// pages is an opened file. A page may hold several pictures.
type pages interface {
	count() int
	// pictures gives a page's pictures, the largest first, and what kept others from being unpacked.
	pictures(no int) (found []plane, fault string)
	// cut gives some pages as files of their own.
	cut(numbers []int) ([]model.SheetFile, error)
}

// ReadPages reads every page of a file. A page that cannot be read has its fault; a file that cannot be read at all
// is an error.
func (rd Reader) ReadPages(ctx context.Context, r io.ReaderAt, size int64, progress func(done, all int)) (read []model.ScannedPage, err error) {
	defer catch(&err)
	file, err := open(r, size)
	if err != nil {
		return nil, err
	}
	all := file.count()
	for no := 1; no <= all; no++ {
		if err := ctx.Err(); err != nil {
			return read, err
		}
		read = append(read, rd.readPage(ctx, file, no))
		progress(no, all)
	}
	return read, ctx.Err()
}

func (rd Reader) readPage(ctx context.Context, file pages, no int) (page model.ScannedPage) {
	page.No = no
	defer func() {
		if recover() != nil { // the libraries that unpack pictures are not made for hostile ones
			page.Fault = faultBroken
		}
	}()
	patience := rd.Patience
	if patience == 0 {
		patience = pageTime
	}
	until := time.Now().Add(patience)
	found, fault := file.pictures(no)
	for _, p := range found {
		codes, others := look(ctx, p, max(time.Until(until), patience/10))
		page.Codes, page.Others = append(page.Codes, codes...), page.Others+others
		if len(codes) > 0 {
			return page
		}
	}
	page.Fault = fault
	return page
}

// Pages counts the pages of a file.
func (Reader) Pages(r io.ReaderAt, size int64) (n int, err error) {
	defer catch(&err)
	file, err := open(r, size)
	if err != nil {
		return 0, err
	}
	return file.count(), nil
}

// Cut gives some pages of a file as files of their own: of a PDF one PDF, of the others a picture for each page.
func (Reader) Cut(r io.ReaderAt, size int64, numbers []int) (cut []model.SheetFile, err error) {
	defer catch(&err)
	file, err := open(r, size)
	if err != nil {
		return nil, err
	}
	for _, no := range numbers {
		if no < 1 || no > file.count() {
			return nil, fmt.Errorf("cut page %d of %d", no, file.count())
		}
	}
	return file.cut(numbers)
}

// open opens a file as what its first bytes say, whatever its name is.
func open(r io.ReaderAt, size int64) (pages, error) {
	if size > MaxFile {
		return nil, model.Errorf(model.Invalid, "error.scan_too_big", "max", strconv.Itoa(MaxFile>>20))
	}
	head := make([]byte, 1024)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, broken(err)
	}
	head, err = head[:n], nil
	file := io.NewSectionReader(r, 0, size)
	var opened pages
	switch {
	case bytes.Contains(head, []byte("%PDF-")):
		opened, err = openPDF(file)
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		opened, err = openTIFF(file)
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		opened = picture{file, "jpg", jpeg.DecodeConfig, jpeg.Decode}
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		opened = picture{file, "png", png.DecodeConfig, png.Decode}
	default:
		return nil, model.Errorf(model.Invalid, "error.scan_kind")
	}
	if err != nil {
		return nil, err
	}
	if opened.count() > MaxPages {
		return nil, model.Errorf(model.Invalid, "error.scan_pages", "max", strconv.Itoa(MaxPages), "pages", strconv.Itoa(opened.count()))
	}
	return opened, nil
}

func broken(err error) error { return model.Wrap(model.Invalid, err, "error.scan_broken") }

// catch turns a panic of a library into an error.
func catch(err *error) {
	if p := recover(); p != nil {
		*err = broken(fmt.Errorf("panic: %v", p))
	}
}

// picture is a file of one picture.
type picture struct {
	file   *io.SectionReader
	ending string
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func (picture) count() int { return 1 }

func (p picture) pictures(int) ([]plane, string) {
	return unpacked(func() io.Reader { return io.NewSectionReader(p.file, 0, p.file.Size()) }, p.config, p.decode)
}

func (p picture) cut([]int) ([]model.SheetFile, error) {
	data, err := io.ReadAll(io.NewSectionReader(p.file, 0, p.file.Size()))
	return []model.SheetFile{{Ending: p.ending, Data: data}}, err
}

// unpacked unpacks a picture once its header says that it is not too large.
func unpacked(from func() io.Reader, config func(io.Reader) (image.Config, error), decode func(io.Reader) (image.Image, error)) ([]plane, string) {
	c, err := config(from())
	if err != nil {
		return nil, faultBroken
	}
	if tooLarge(c.Width, c.Height) {
		return nil, faultLarge
	}
	img, err := decode(from())
	if err != nil {
		return nil, faultBroken
	}
	return []plane{planeOf(img)}, ""
}

func tooLarge(w, h int) bool { return w > 0 && h > 0 && w > maxPixels/h }
