package model

import "time"

// Hello is how a hub introduces itself.
type Hello struct {
	Hub    string    `json:"hub"`    // names its log
	Oldest int       `json:"oldest"` // the versions of the exchange that it takes
	Newest int       `json:"newest"`
	Now    time.Time `json:"now"`             // its clock, which legal times count by
	Carry  *CarryKey `json:"carry,omitempty"` // for the exchange by files
	// OfflineDays is for how many days a desk may work without it; 0 is the usual.
	OfflineDays int `json:"offline_days,omitempty"`
	// Sandbox says that its data are for demonstration; so are those of every desk that joins.
	Sandbox bool `json:"sandbox,omitempty"`
}

// Speaks tells whether desk and hub share a version of the exchange. An old desk may always push.
func (h Hello) Speaks() bool { return ExchangeVersion >= h.Oldest }

// Met is a hub that answered a desk which thinks of joining it. Nothing of it is to be believed before somebody has
// compared the fingerprint.
type Met struct {
	Hello
	URL         string
	Fingerprint string
}

// Session is one person's leave to act through one device.
type Session struct {
	Token  string    `json:"token"`
	Person string    `json:"person"`
	Until  time.Time `json:"until"`
}

// Joined is what a desk keeps of the hub that it was enrolled with. Key is the desk's secret.
type Joined struct {
	URL         string `json:"url"`
	ServerName  string `json:"server_name"` // the name that the hub's certificate must bear
	Hub         string `json:"hub"`
	Device      string `json:"device"`
	Unit        string `json:"unit"`
	All         bool   `json:"all"`
	Sandbox     bool   `json:"sandbox,omitempty"`
	Pin         []byte `json:"pin"`            // the certificate that the hub's must be signed by, DER
	Certificate []byte `json:"certificate"`    // of the device, DER
	Key         []byte `json:"key"`            // the device's private key, PKCS #8; none once it was given up
	Code        string `json:"code,omitempty"` // the SHA-256 of the code that it was enrolled by
	Anew        bool   `json:"anew,omitempty"` // it was given up because another copy of the desk has it: enrol anew
}
