package model

// Snapshot is what a hub says of the ready copy that it keeps of everything a desk holds that may hold all requests: it
// is taken in whole, where following the log event by event from the beginning takes long. What one side of the table
// keeps to itself is left out, and asked for event by event.
type Snapshot struct {
	Hub        string `json:"hub"`         // names the log
	ScopeEpoch int64  `json:"scope_epoch"` // of the desk that asks
	Head       int64  `json:"head"`        // the last event that is in it
	Floor      int64  `json:"floor,omitempty"`
	Sandbox    bool   `json:"sandbox,omitempty"`
	Form       string `json:"form"`   // names the form of the database: whoever knows another one follows the log
	Size       int64  `json:"size"`   // bytes, unpacked
	Packed     int64  `json:"packed"` // bytes, as it travels
	Hash       string `json:"hash"`   // sha256 of these, in hex
}
