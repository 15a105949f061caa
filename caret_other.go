//go:build !windows && (wayland || !(linux || freebsd || netbsd || openbsd))

package main

import "fyne.io/fyne/v2"

// placeInputMethod does nothing: here the toolkit gives no way to the input
// method.
func placeInputMethod(fyne.Window, int, int) {}
