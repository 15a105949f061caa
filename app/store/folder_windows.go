package store

import (
	"errors"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// networkFolder names the kind of network that a folder lies on; nothing when it is on this machine.
func networkFolder(dir string) string {
	volume := filepath.VolumeName(dir)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) || strings.HasPrefix(volume, `\\?\UNC`) {
		return volume
	}
	root, err := windows.UTF16PtrFromString(strings.TrimPrefix(volume, `\\?\`) + `\`)
	if err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return volume
	}
	return ""
}

// syncFolder has nothing to do: NTFS keeps its names in a log.
func syncFolder(string) error { return nil }

// isFullHere reports whether this system says that a disk is full in words of its own.
func isFullHere(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) ||
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}
