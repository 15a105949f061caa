package pdf

import (
	"context"
	"fmt"

	"yunban/app/pdf/typeset"
	"yunban/model"
)

// Pages sets the document as Print does and leaves it to others to write: another page format has the same pages.
func (p *Printer) Pages(ctx context.Context, d model.Document) ([]typeset.Page, error) {
	lib, err := p.open()
	if err != nil {
		return nil, fmt.Errorf("set %s: %w", d.Title, err)
	}
	pages, err := typeset.Set(d, lib.fonts)
	if err != nil {
		return nil, fmt.Errorf("set %s: %w", d.Title, err)
	}
	return pages, ctx.Err()
}
