package app

import "yunban/model"

// countersigned are the opinions of who agreed before the approval, one box each; none where the city asks for none.
func (s sheet) countersigned() model.Blocks {
	var blocks model.Blocks
	for _, c := range s.r.Countersigned {
		blocks = append(blocks, model.OpinionBox{Title: s.label("countersign"), Text: c.Note, Date: dayOf(c.At),
			Signers: []model.Signatory{{Label: s.label("countersigner"), Name: c.By}}})
	}
	return blocks
}
