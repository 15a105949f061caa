package view

import (
	"syscall"
	"unsafe"
)

// The kinds of drive that are listed. One of the network may be away, and asking for it would keep the window waiting.
const (
	removableDrive = 2
	fixedDrive     = 3
)

var (
	kernel    = syscall.NewLazyDLL("kernel32.dll")
	allDrives = kernel.NewProc("GetLogicalDrives")
	driveType = kernel.NewProc("GetDriveTypeW")
)

// drives lists the drives of this computer, sticks among them.
func drives() []Place {
	mask, _, _ := allDrives.Call()
	var places []Place
	for i := 0; i < 26 && len(places) < mostDrives; i++ {
		if mask&(1<<i) == 0 {
			continue
		}
		path := string(rune('A'+i)) + `:\`
		name, err := syscall.UTF16PtrFromString(path)
		if err != nil {
			continue
		}
		kind, _, _ := driveType.Call(uintptr(unsafe.Pointer(name)))
		if kind == removableDrive || kind == fixedDrive {
			places = append(places, Place{Path: path, Name: path[:2]})
		}
	}
	return places
}
