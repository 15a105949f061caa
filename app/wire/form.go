package wire

import (
	"context"
	"io"
	"time"

	"yunban/app"
	"yunban/app/xlsx"
	"yunban/model/workday"
)

// BlankForm writes the blank form of a shipped regulation, with no office at hand.
func BlankForm(ctx context.Context, w io.Writer, profile, kind string, words app.Wording) error {
	p, err := ReadProfile(profile)
	if err != nil {
		return err
	}
	return app.BlankForm(ctx, xlsx.Forms{}, p, workday.DateOf(time.Now()), w, kind, words)
}
