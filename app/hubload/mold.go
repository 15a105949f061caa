package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"yunban/model"
)

// The load shares the machine with the hub, and what it takes is missing there. So the acts are written as JSON once,
// with holes for what is another in each life.

// cast is a text with holes.
type cast struct {
	parts []string // one more than there are holes
	holes []string // their names
}

// What stands in the holes until the text is cut up: a number and a time can hold no other mark.
const (
	holeSeq     = 987654321987
	holeClaimed = "1901-01-01T00:00:00Z"
)

func hole(name string) string { return "@" + name + "@" }

var holes = regexp.MustCompile(`@[a-z]+@|` + strconv.Itoa(holeSeq) + `|` + holeClaimed)

func castOf(message any) (c cast, err error) {
	body, err := json.Marshal(message)
	text, from := string(body), 0
	for _, at := range holes.FindAllStringIndex(text, -1) {
		c.parts, c.holes = append(c.parts, text[from:at[0]]), append(c.holes, strings.Trim(text[at[0]:at[1]], "@"))
		from = at[1]
	}
	c.parts = append(c.parts, text[from:])
	return c, err
}

// fill writes the text with what stands in its holes.
func (c cast) fill(text []byte, filling map[string]string) []byte {
	for i, name := range c.holes {
		text = append(append(text, c.parts[i]...), filling[name]...)
	}
	return append(text, c.parts[len(c.parts)-1]...)
}

// step is one act of the life, as a desk sends it.
type step struct {
	actor string
	act   cast
}

// steps are the acts of the life.
func (l life) steps() ([]step, error) {
	claimed, err := time.Parse(time.RFC3339, holeClaimed)
	if err != nil {
		return nil, err
	}
	all := make([]step, len(l.Events))
	for i, p := range l.again(0) {
		e := p.Event
		e.Subject.ID, e.ID, e.Claimed = hole("subject"), hole("id"), claimed
		p.Seq, p.After = holeSeq, ""
		if i == 0 {
			e.Values["system_id"], e.Values["system_name"] = hole("subject"), l.Events[0].Values["system_name"]+hole("title")
		} else {
			p.After = hole("after")
		}
		p.Event = e
		if all[i].act, err = castOf(p); err != nil {
			return nil, err
		}
		all[i].actor = e.Actor
	}
	return all, nil
}

// filling is what stands in the holes of one life's next act.
type filling map[string]string

// newFilling begins the life of another request; n makes its title another one.
func newFilling(n int) filling {
	return filling{"subject": newID(), "title": "（" + strconv.Itoa(n+1) + "期）", "id": ""}
}

// next is for the act that comes at a place in the desk's count.
func (f filling) next(seq int64) filling {
	f["after"], f["id"] = f["id"], newID()
	f[strconv.Itoa(holeSeq)] = strconv.FormatInt(seq, 10)
	f[holeClaimed] = time.Now().UTC().Format(time.RFC3339Nano)
	return f
}

// pushOf is a message with acts: brief, as desks send it.
func pushOf(acts [][]byte) []byte {
	return slices.Concat([]byte(`{"acts":[`), join(acts), []byte(`],"brief":true}`))
}

func join(texts [][]byte) (all []byte) {
	for i, text := range texts {
		if i > 0 {
			all = append(all, ',')
		}
		all = append(all, text...)
	}
	return all
}

// answersOf are the answers to a push.
func answersOf(text []byte) ([]model.Answer, error) {
	var said struct{ Answers []model.Answer }
	err := json.Unmarshal(text, &said)
	return said.Answers, err
}
