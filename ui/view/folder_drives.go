//go:build !windows

package view

import (
	"os/user"
	"path/filepath"
	"runtime"
)

// drives lists the sticks that are put in.
func drives() []Place {
	if runtime.GOOS == "darwin" {
		return inserted("/Volumes/*")
	}
	who, err := user.Current()
	if err != nil {
		return nil
	}
	return inserted(filepath.Join("/media", who.Username, "*"), filepath.Join("/run/media", who.Username, "*"))
}
