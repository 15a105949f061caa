package main

import (
	"syscall"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

var (
	imm32                   = syscall.NewLazyDLL("imm32.dll")
	immGetContext           = imm32.NewProc("ImmGetContext")
	immReleaseContext       = imm32.NewProc("ImmReleaseContext")
	immSetCompositionWindow = imm32.NewProc("ImmSetCompositionWindow")
	immSetCandidateWindow   = imm32.NewProc("ImmSetCandidateWindow")
)

// What Windows calls COMPOSITIONFORM and, with a number in front, CANDIDATEFORM.
type (
	point struct{ x, y int32 }

	compositionForm struct {
		style    uint32
		position point
		area     [4]int32
	}

	candidateForm struct {
		index uint32
		compositionForm
	}
)

const (
	compositionAtPoint  = 0x0002 // CFS_POINT
	candidateAtPosition = 0x0040 // CFS_CANDIDATEPOS
)

// placeInputMethod tells the input method of a window where the caret is, in
// pixels from the window's top left corner.
func placeInputMethod(w fyne.Window, x, y int) {
	native, ok := w.(driver.NativeWindow)
	if !ok || imm32.Load() != nil {
		return
	}
	native.RunNative(func(context any) {
		c, ok := context.(driver.WindowsWindowContext)
		if !ok {
			return
		}
		input, _, _ := immGetContext.Call(c.HWND)
		if input == 0 {
			return // no input method is at work here
		}
		defer immReleaseContext.Call(c.HWND, input)

		at := point{int32(x), int32(y)}
		composition := compositionForm{style: compositionAtPoint, position: at}
		immSetCompositionWindow.Call(input, uintptr(unsafe.Pointer(&composition)))
		candidates := candidateForm{compositionForm: compositionForm{style: candidateAtPosition, position: at}}
		immSetCandidateWindow.Call(input, uintptr(unsafe.Pointer(&candidates)))
	})
}
