package model

import (
	"sort"
	"strings"
)

// The actions on records: what is kept without a lifecycle.
const (
	Save    Action = "save"    // what is known of it now; fields that are not named stay
	Publish Action = "publish" // a regulation or a calendar in a new version, as a file
	Issue   Action = "issue"   // a paper was issued; the file is kept with its hash
)

// Record is something kept without a lifecycle, folded from its events: a person, a unit, the office.
type Record struct {
	Subject Subject
	Seq     int
	Values  Values
	Files   []File
	// Of a matter, besides:
	Status Status
	Lines  []Line
	Acts   []MatterAct
}

// ReplayRecord folds a record's events. Later values replace earlier ones; files of the same role and name too.
func ReplayRecord(events []Event) Record {
	r := Record{Values: Values{}}
	for _, e := range events {
		r.Subject, r.Seq = e.Subject, e.Seq
		if AboutPaper(e.Action) { // a paper tells of the record and adds nothing to it
			continue
		}
		if e.Number != "" {
			r.Values["number"] = e.Number
		}
		if e.Subject.Kind.IsMatter() {
			r.foldMatter(e)
			continue
		}
		for k, v := range e.Values {
			r.Values[k] = v
		}
		for _, f := range e.Files {
			r.Files = putFile(r.Files, f)
		}
	}
	return r
}

// Number is the official number, of records that have one.
func (r Record) Number() string { return r.Values["number"] }

func putFile(files []File, f File) []File {
	for i := range files {
		if files[i].Role == f.Role && files[i].Name == f.Name {
			files[i] = f
			return files
		}
	}
	return append(files, f)
}

// PersonOf reads a person out of a record.
func PersonOf(r Record) Person {
	v := r.Values
	p := Person{ID: r.Subject.ID, Name: v["name"], Unit: v["unit"], Phone: v["phone"], Disabled: v["disabled"] == True}
	for _, role := range v.Choices("roles") {
		p.Roles = append(p.Roles, Role(role))
	}
	return p
}

// Values writes a person down for a record.
func (p Person) Values() Values {
	roles := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		roles[i] = string(r)
	}
	sort.Strings(roles)
	disabled := ""
	if p.Disabled {
		disabled = True
	}
	return Values{"name": p.Name, "unit": p.Unit, "phone": p.Phone, "disabled": disabled,
		"roles": strings.Join(roles, ChoiceSeparator)}
}

// UnitOf reads a unit out of a record.
func UnitOf(r Record) Unit {
	v := r.Values
	return Unit{ID: r.Subject.ID, Name: v["name"], CreditCode: v["credit_code"], Type: v["type"], Level: v["level"],
		Parent: v["parent"], Address: v["address"], Head: v["head"], Phone: v["phone"]}
}

// Values writes a unit down for a record.
func (u Unit) Values() Values {
	return Values{"name": u.Name, "credit_code": u.CreditCode, "type": u.Type, "level": u.Level, "parent": u.Parent,
		"address": u.Address, "head": u.Head, "phone": u.Phone}
}
