package command

import (
	"path/filepath"
	"strings"

	"yunban/app"
	"yunban/app/wire"
)

// asOFD reports whether a file to write is an OFD, by its ending.
func asOFD(out string) bool { return strings.EqualFold(filepath.Ext(out), ".ofd") }

// inFormat is the desk whose papers come in the format of the file to write.
func inFormat(d *app.Desk, out string) *app.Desk {
	if asOFD(out) {
		return d.AsOFD()
	}
	return d
}

// formPrinter prints forms to fill by hand in the format of the file to write.
func formPrinter(out string) (app.PageWriter, error) {
	if asOFD(out) {
		return wire.OFDPrinter(false)
	}
	return wire.Printer(false)
}
