package model

import "time"

// Sign says that an issued paper was signed electronically; the signed file is kept with its hash.
const Sign Action = "sign"

// TrustSubject is the record of an authority whose certificates the office trusts.
const TrustSubject SubjectKind = "trust"

// Certificate is what a signer's certificate says.
type Certificate struct {
	Name    string    `json:"name"`    // the common name
	Subject string    `json:"subject"` // whole: CN=…, O=…, C=CN
	Issuer  string    `json:"issuer"`
	Serial  string    `json:"serial"`
	From    time.Time `json:"from"`
	Until   time.Time `json:"until"`
	Key     string    `json:"key,omitempty"` // RSA 2048, ECDSA P-256, SM2
	// Domestic is set for SM2: only domestic readers can check its signatures.
	Domestic bool `json:"domestic,omitempty"`
}

// Signing is what a signature on a paper shall say and where it shall stand.
type Signing struct {
	At     time.Time
	Reason string
	// Lines gives the words of the visible signature; nil is a signature that is not seen.
	Lines func(Certificate) []string
	Place SignaturePlace
	// Domestic agrees to SM2 and SM3, which only domestic readers can check.
	Domestic bool
}

// SignaturePlace is where a visible signature stands, in points from the lower left corner of the page. With no width
// a free place is looked for, below the words After where the page has them.
type SignaturePlace struct {
	Page   int     `json:"page,omitempty"` // 1, 2 …; 0 is the last, or the last that has the words
	X      float64 `json:"x,omitempty"`
	Y      float64 `json:"y,omitempty"`
	Width  float64 `json:"width,omitempty"`
	Height float64 `json:"height,omitempty"`
	After  string  `json:"after,omitempty"` // the words of a signature area: 审批意见
}

// Trust says whether a signer's certificate leads to the trust list.
type Trust string

// What can be said of a certificate's chain, at the time of signing.
const (
	Trusted     Trust = "trusted"
	Untrusted   Trust = "untrusted"     // it leads to no root of the trust list
	TrustLapsed Trust = "expired"       // the certificate had expired when it signed
	TrustEarly  Trust = "not_yet_valid" // or was not valid yet
)

// Coverage says how much of a file a signature speaks for.
type Coverage string

// The coverages.
const (
	CoversWhole  Coverage = "whole"         // the whole file
	CoversSigned Coverage = "signed_after"  // the file as it was; since then only signatures were added
	CoversPart   Coverage = "changed_after" // something else was added or changed after signing
	CoversOther  Coverage = "not_covered"   // the signature does not speak for the file it stands in
)

// Signature is what is known of one signature on a file.
type Signature struct {
	Field       string      `json:"field"`
	Certificate Certificate `json:"certificate"`
	At          time.Time   `json:"at"` // by the signer's own clock; zero when it does not say
	Reason      string      `json:"reason,omitempty"`
	Algorithm   string      `json:"algorithm"` // RSA 2048 · SHA-256
	Intact      bool        `json:"intact"`    // the signed part is as it was signed, by the holder of the key
	Trust       Trust       `json:"trust"`
	Lapsed      bool        `json:"lapsed"` // the certificate has expired by now; what it signed in time stays signed
	Coverage    Coverage    `json:"coverage"`
	Problem     string      `json:"problem,omitempty"` // key of what is wrong, when it could not be read or is not intact
}

// Good reports whether the signature stands: intact, trusted, and nothing but signatures added since.
func (s Signature) Good() bool {
	return s.Intact && s.Trust == Trusted && (s.Coverage == CoversWhole || s.Coverage == CoversSigned)
}
