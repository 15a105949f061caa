package app

import "yunban/model"

// FontList is a printer that tells its fonts.
type FontList interface {
	// Fonts tells which font serves each role on this computer.
	Fonts() ([]model.RoleFont, error)
}

// PaperFonts tells which font serves each role on papers; a printer without fonts of its own has none to tell.
func (o *Office) PaperFonts() ([]model.RoleFont, error) {
	if list, ok := o.Printer.(FontList); ok {
		return list.Fonts()
	}
	return nil, nil
}
