package wire

import (
	"io/fs"

	"yunban/app/pdf"
	"yunban/assets"
)

// Printer prints papers outside an office, such as forms to fill by hand; ownFonts leaves the computer's fonts alone.
func Printer(ownFonts bool) (*pdf.Printer, error) {
	var system []fs.FS
	if !ownFonts {
		system = pdf.SystemFonts()
	}
	return pdf.New(assets.Fonts, system...)
}
