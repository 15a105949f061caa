package model

import "time"

// Backup tells what a copy of a store holds.
type Backup struct {
	Made    time.Time `json:"made"`
	Replica bool      `json:"replica"` // of a desk that follows a hub
	Sandbox bool      `json:"sandbox,omitempty"`
	Log     string    `json:"log"`              // names the log
	Head    int64     `json:"head"`             // its last event
	Files   int       `json:"files"`            // attachments and papers
	Broken  []string  `json:"broken,omitempty"` // files of the log that were missing or altered already, and are not in the copy
}
