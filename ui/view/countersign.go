package view

import (
	"strconv"

	"yunban/model"
)

// Countersigns is how far the countersigning of an approval is, in a city that asks for it.
type Countersigns struct {
	Asked   int // by so many besides the deciding one; 0 asks for none
	Given   []model.Countersignature
	Missing int // while it waits for the approval
}

// Countersigns tells who agreed to the approval so far, and how many still must.
func (r *Request) Countersigns() Countersigns {
	c := Countersigns{Asked: r.Profile.Countersigners, Given: r.Request.Countersigned}
	for _, o := range r.Options {
		if o.Action == model.Approve {
			c.Missing = max(0, c.Asked-len(c.Given))
		}
	}
	return c
}

// Shown reports whether there is anything to show of it.
func (c Countersigns) Shown() bool { return len(c.Given) > 0 || c.Missing > 0 }

// State says how many agreed and how many still must.
func (c Countersigns) State() Text {
	if c.Missing > 0 {
		return Say("countersign.missing", "given", strconv.Itoa(len(c.Given)), "n", strconv.Itoa(c.Missing))
	}
	return Say("countersign.given", "given", strconv.Itoa(len(c.Given)))
}
