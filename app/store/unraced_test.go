//go:build !race

package store

// racing says that the race detector watches.
const racing = false
