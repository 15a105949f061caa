package app

import (
	"context"
	"io"
	"slices"

	"yunban/model"
)

// Spool is this computer's printing.
type Spool interface {
	// Printers lists the printers by name, the usual one first; none is no error.
	Printers(ctx context.Context) ([]string, error)
	// Send hands a PDF to a printer, or without a name to the usual one. not_found: this computer has no printing.
	Send(ctx context.Context, name string, paper io.Reader, printer string) error
	// Open shows a PDF in the program that this computer has for it.
	Open(ctx context.Context, name string, paper io.Reader) error
}

// HandedOver is how a paper left Yunban for paper.
type HandedOver string

// The ways.
const (
	SentToPrinter     HandedOver = "sent_to_printer"
	OpenedForPrinting HandedOver = "opened" // the computer has no printing that takes it: print it from there
)

// The values of the event that a paper was sent to a printer.
const sentPrinter = "printer"

// Printers lists the printers of this computer by name, the usual one first.
func (d *Desk) Printers(ctx context.Context) ([]string, error) { return d.Spool.Printers(ctx) }

// SendToPrinter hands a paper of a request to a printer, or without a name to the usual one, and records that it was
// sent. A computer that prints nothing shows the paper instead, which is not recorded: nobody knows what follows.
func (d *Desk) SendToPrinter(ctx context.Context, request string, paper model.File, printer string) (HandedOver, error) {
	file, err := d.Dossier(ctx, request)
	if err != nil {
		return "", err
	}
	return d.send(ctx, model.Subject{Kind: model.RequestSubject, ID: file.Request.ID}, file.History, paper, printer)
}

// SendMatterPaper hands a paper of a matter to a printer, as SendToPrinter does one of a request.
func (d *Desk) SendMatterPaper(ctx context.Context, kind model.DocumentKind, called string, paper model.File, printer string) (HandedOver, error) {
	file, err := d.Matter(ctx, ofPaper(kind), called)
	if err != nil {
		return "", err
	}
	about := model.Subject{Kind: file.Kind, ID: file.ID}
	history, err := d.Store.Events(ctx, about)
	if err != nil {
		return "", err
	}
	return d.send(ctx, about, history, paper, printer)
}

func (d *Desk) send(ctx context.Context, about model.Subject, history []model.Event, paper model.File, printer string) (HandedOver, error) {
	kept, ok := keptPaper(history, paper.Hash)
	if !ok {
		return "", model.Errorf(model.NotFound, "error.no_paper", "paper", paper.Name)
	}
	err := d.withFile(kept, func(content io.Reader) error { return d.Spool.Send(ctx, kept.Name, content, printer) })
	if model.KindOf(err) == model.NotFound && printer == "" {
		return OpenedForPrinting, d.withFile(kept, func(content io.Reader) error { return d.Spool.Open(ctx, kept.Name, content) })
	}
	if err != nil {
		return "", err
	}
	return SentToPrinter, d.record(ctx, d.Person, about,
		model.Event{Action: model.SendToPrinter, Values: model.Values{sentPrinter: printer}, Files: []model.File{kept}})
}

// keptPaper finds a paper in the history: what was not recorded is not sent anywhere.
func keptPaper(history []model.Event, hash string) (model.File, bool) {
	for _, e := range history {
		if at := slices.IndexFunc(e.Files, func(f model.File) bool { return f.Hash == hash }); at >= 0 {
			return e.Files[at], true
		}
	}
	return model.File{}, false
}

// withFile reads a kept file from its beginning.
func (d *Desk) withFile(f model.File, read func(io.Reader) error) error {
	content, err := d.Files.Open(f.Hash)
	if err != nil {
		return err
	}
	defer content.Close()
	return read(content)
}
