// Package view is what each screen knows and can do, apart from how it is drawn. It speaks in keys; package ui turns
// them into words.
package view

import (
	"strconv"

	"yunban/model"
)

// Text is something to be said: the key of its words and their arguments, name and value in turn.
type Text struct {
	Key  string
	Args []string
}

// Say makes a Text.
func Say(key string, pairs ...string) Text { return Text{key, pairs} }

// Quoted is what is said as it stands, in words of the city or of people.
func Quoted(words string) Text { return Text{Args: []string{words}} }

// PeriodText is a month, a quarter or a year, which each language says in its own way.
func PeriodText(p model.Period) Text { return Say("date.period", "period", p.String()) }

// Grouped writes a number with its thousands apart: 12,288.
func Grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
