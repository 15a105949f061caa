package model

// Sharing is how a desk shares its store with other desks of a small office.
type Sharing struct {
	On          bool
	Port        int
	Addresses   []string // under which other desks reach it
	Fingerprint string   // to be read aloud
	Failed      error    // why it could not begin again with the program
}
