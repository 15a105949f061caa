package app

import (
	"context"
	"strings"

	"yunban/model"
)

// ofdFormat marks an issue as the OFD of a paper; a PDF, which every issued paper has, bears no mark.
const (
	issuedFormat = "format"
	ofdFormat    = "ofd"
)

// AsOFD is the same desk, whose papers come as OFD (GB/T 33190): Issue and its kin first issue the PDF, then keep and
// record the OFD of the same words, with the same code.
func (d *Desk) AsOFD() *Desk {
	d.acting.RLock()
	defer d.acting.RUnlock()
	return &Desk{Office: d.Office, Person: d.Person, Unit: d.Unit, principals: d.principals, format: ofdFormat}
}

// PageWriter turns a document into a file of fixed pages.
type PageWriter interface {
	// Print draws the document. A character that no font can draw is an invalid input, named with its place.
	Print(ctx context.Context, d model.Document) ([]byte, error)
}

// pages is what draws this desk's papers.
func (d *Desk) pages() PageWriter {
	if d.format == ofdFormat {
		return d.OFD
	}
	return d.Printer
}

// ended is a paper's file name in this desk's format.
func (d *Desk) ended(name string) string {
	if d.format == ofdFormat {
		return strings.TrimSuffix(name, ".pdf") + ".ofd"
	}
	return name
}

// issuedAs finds the event that issued the same words in a format.
func issuedAs(history []model.Event, kind model.DocumentKind, check, format string) (model.Event, bool) {
	for _, e := range eventsOf(history, model.Issue) {
		if e.Values[issuedPaper] == string(kind) && e.Values[issuedCheck] == check && e.Values[issuedFormat] == format && len(e.Files) > 0 {
			return e, true
		}
	}
	return model.Event{}, false
}
