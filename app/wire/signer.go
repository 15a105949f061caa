package wire

import (
	"yunban/app"
	"yunban/app/pdf"
	"yunban/app/sign"
	"yunban/assets"
)

// Signer signs and checks files with no office: nothing is recorded.
func Signer() (app.Signer, error) {
	printer, err := pdf.New(assets.Fonts, pdf.SystemFonts()...)
	if err != nil {
		return nil, err
	}
	return sign.Signer{Stamper: printer}, nil
}
