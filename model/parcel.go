package model

import "time"

// Parcel is a draft on its way to a colleague of the same unit. Whoever carries it does not look into it.
type Parcel struct {
	ID       string    `json:"id"`
	From     string    `json:"from"` // the sender's id
	FromName string    `json:"from_name"`
	To       string    `json:"to"` // the receiver's id
	Title    string    `json:"title"`
	At       time.Time `json:"at"`
	Body     []byte    `json:"body"`            // the draft
	Files    []string  `json:"files,omitempty"` // the hashes of its attachments
}
