package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"yunban/model"
)

// answer writes what a command found: one JSON value, or lines for people.
func (c *call) answer(value any, lines ...string) error {
	if c.json {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(value)
	}
	for _, l := range lines {
		if _, err := fmt.Fprintln(c.out, l); err != nil {
			return err
		}
	}
	return nil
}

// saidError is an error as others read it.
type saidError struct {
	Kind     model.Kind    `json:"kind"`
	Text     string        `json:"text"`
	Problems []saidProblem `json:"problems,omitempty"`
}

type saidProblem struct {
	Field string `json:"field"`
	Text  string `json:"text"`
	Sheet string `json:"sheet,omitempty"` // of a workbook
	Cell  string `json:"cell,omitempty"`
}

// sayError writes a failure to standard error, in words or as JSON.
func (c *call) sayError(err error) {
	var cells cellsError
	refused := errors.As(err, &cells)
	if !c.json {
		c.complain(c.words.Error(err))
		for _, line := range c.placed(cells.cells) {
			c.complain(line)
		}
		return
	}
	said := saidError{Kind: model.KindOf(err), Text: c.words.Error(err)}
	var e *model.Error
	if errors.As(err, &e) && len(e.Problems) > 0 {
		said.Text, _, _ = strings.Cut(said.Text, "\n")
		said.Problems = c.problems(e.Problems)
	}
	if refused {
		said.Problems = c.cellProblems(cells.cells)
	}
	c.writeError(said)
}

// sayUsage writes a wrong use to standard error.
func (c *call) sayUsage(err error) {
	if !c.json {
		c.complain(err.Error())
		return
	}
	c.writeError(saidError{Kind: model.Invalid, Text: err.Error()})
}

func (c *call) writeError(said saidError) {
	enc := json.NewEncoder(c.errs)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]saidError{"error": said}); err != nil {
		c.complain(said.Text)
	}
}

// complain writes a line to standard error. When that fails there is nobody left to tell.
func (c *call) complain(text string) { _, _ = fmt.Fprintln(c.errs, text) }

func (c *call) problems(found []model.Problem) []saidProblem {
	said := make([]saidProblem, len(found))
	for i, p := range found {
		said[i] = saidProblem{Field: p.Field, Text: c.words.Problem(p)}
	}
	return said
}
