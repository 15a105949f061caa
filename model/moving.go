package model

// A desk that was its own hub may join another one later and bring its records along. What it numbered stays as it was
// sealed; only what cannot stay, a number that somebody else has or a unit that is called by another id, is changed and
// sealed anew, with what stood there before beside it.

// Import is the whole history of one subject, as the desk that numbered it sealed it.
type Import struct {
	Code   string            `json:"code"`  // that allows it
	Try    bool              `json:"try"`   // only says what would become of it
	Units  map[string]string `json:"units"` // the names of the units that the desk calls by these ids
	Above  map[string]int64  `json:"above"` // the highest number that the desk gave in each series: new ones begin behind it
	Events []Event           `json:"events"`
}

// Imported is what became of an imported subject.
type Imported struct {
	Subject Subject `json:"subject"`
	Taken   bool    `json:"taken"`            // it is here now, or would be
	There   bool    `json:"there,omitempty"`  // it was here already
	Sealed  bool    `json:"sealed,omitempty"` // anew, for something in it had to be changed
	Number  string  `json:"number,omitempty"` // its official number now
	Before  string  `json:"before,omitempty"` // and the one before, where that was given to something else
	Kind    Kind    `json:"kind,omitempty"`   // why not
	Key     string  `json:"key,omitempty"`
	Args    Args    `json:"args,omitempty"`
}

// Err is why a subject was not taken; nil for one that was.
func (i Imported) Err() error {
	if i.Key == "" {
		return nil
	}
	return &Error{Kind: i.Kind, Key: i.Key, Args: i.Args}
}

// What an imported event notes of itself where it was changed.
const (
	NumberBefore = "number_before" // the official number that it had
	HashBefore   = "hash_before"   // and its hash
)
