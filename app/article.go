package app

// ServedArticle says what serves one article of a regulation: for each requirement in it the screen, the commands and the tests;
// and why what no system can serve is not served.
type ServedArticle struct {
	Key          string           `json:"article"` // its true place in the text
	Label        string           `json:"label"`   // as printed: 第八条
	Requirements []ArticleService `json:"requirements"`
	Reason       string           `json:"reason,omitempty"`
}

// ArticleService is how one requirement is served.
type ArticleService struct {
	ID       string   `json:"id"` // R12
	What     string   `json:"what"`
	Screen   string   `json:"screen"`
	Commands []string `json:"commands"`
	Tests    []string `json:"tests"` // their names, with the folder
}
