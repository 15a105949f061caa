//go:build !linux && !windows

package store

import "os"

// networkFolder names the kind of network that a folder lies on. This system is for developers: it is not asked.
func networkFolder(string) string { return "" }

// syncFolder brings a folder's names to the disk.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if closed := folder.Close(); err == nil {
		err = closed
	}
	return err
}

// isFullHere reports whether this system says that a disk is full in words of its own.
func isFullHere(error) bool { return false }
