package view

import "yunban/model"

// Filter is what the list of requests is narrowed to.
type Filter struct {
	Queue string // a queue's id, when the list shows a queue
	model.Query
}
