// Package view is what each screen knows and can do, apart from how it is drawn. It speaks in keys; package ui turns
// them into words.
package view

// Text is something to be said: the key of its words and their arguments, name and value in turn.
type Text struct {
	Key  string
	Args []string
}

// Say makes a Text.
func Say(key string, pairs ...string) Text { return Text{key, pairs} }
