//go:build unix

package main

import (
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// ownerOf is the user that a folder belongs to, when it is another one than whoever runs this; nothing otherwise.
func ownerOf(dir string) string {
	info, err := os.Stat(dir)
	for errors.Is(err, fs.ErrPermission) && dir != filepath.Dir(dir) { // the one above it is closed
		dir = filepath.Dir(dir)
		info, err = os.Stat(dir)
	}
	if err != nil {
		return "" // what is wrong with it is told by whoever opens it
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(stat.Uid) == os.Geteuid() {
		return ""
	}
	id := strconv.FormatUint(uint64(stat.Uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return "#" + id // as sudo -u takes it
}
