//go:build (linux || freebsd || netbsd || openbsd) && !wayland

package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/go-gl/glfw/v3.3/glfw"
)

// placeInputMethod tells the input method of a window where the caret is, in
// pixels from the window's top left corner.
func placeInputMethod(w fyne.Window, x, y int) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(context any) {
		if c, ok := context.(driver.X11WindowContext); ok {
			glfw.SetIMSpot(c.WindowHandle, x, y)
		}
	})
}
