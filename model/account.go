package model

// Account is what a desk asks its hub to do to an account: to make it, or to set its password.
type Account struct {
	New      bool   `json:"new"`
	Person   Person `json:"person"`
	Password string `json:"password"`
}
