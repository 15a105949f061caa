package wire

import "yunban/app/ofd"

// OFDPrinter prints papers outside an office as OFD; ownFonts leaves the computer's fonts alone.
func OFDPrinter(ownFonts bool) (*ofd.Printer, error) {
	setter, err := Printer(ownFonts)
	if err != nil {
		return nil, err
	}
	return ofd.New(setter), nil
}
