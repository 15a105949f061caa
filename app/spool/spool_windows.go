package spool

import (
	"context"
	"errors"
	"io"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	winspool          = windows.NewLazySystemDLL("winspool.drv")
	enumPrinters      = winspool.NewProc("EnumPrintersW")
	getDefaultPrinter = winspool.NewProc("GetDefaultPrinterW")
)

// printerInfo4 is PRINTER_INFO_4W.
type printerInfo4 struct {
	printer, server *uint16
	attributes      uint32
}

// Printers lists the printers by name, the one that is used when none is named first.
func (System) Printers(ctx context.Context) ([]string, error) {
	const (
		localAndConnected = 2 | 4
		level             = 4
	)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if enumPrinters.Find() != nil {
		return nil, nil
	}
	var needed, count uint32
	_, _, _ = enumPrinters.Call(localAndConnected, 0, level, 0, 0, uintptr(unsafe.Pointer(&needed)), uintptr(unsafe.Pointer(&count)))
	if needed == 0 {
		return nil, nil
	}
	size := unsafe.Sizeof(printerInfo4{})
	list := make([]printerInfo4, uintptr(needed)/size+1) // the names stand behind the list
	done, _, err := enumPrinters.Call(localAndConnected, 0, level, uintptr(unsafe.Pointer(&list[0])), uintptr(len(list))*size,
		uintptr(unsafe.Pointer(&needed)), uintptr(unsafe.Pointer(&count)))
	if done == 0 {
		return nil, err
	}
	standard := defaultPrinter()
	var names []string
	for _, p := range list[:count] {
		name := windows.UTF16PtrToString(p.printer)
		if name == standard {
			names = append([]string{name}, names...)
		} else {
			names = append(names, name)
		}
	}
	return names, nil
}

func defaultPrinter() string {
	name := make([]uint16, 1024)
	size := uint32(len(name))
	if getDefaultPrinter.Find() != nil {
		return ""
	}
	if done, _, _ := getDefaultPrinter.Call(uintptr(unsafe.Pointer(&name[0])), uintptr(unsafe.Pointer(&size))); done == 0 {
		return ""
	}
	return windows.UTF16ToString(name)
}

// Send hands a paper to a printer, or without a name to the usual one, through the
// program that this computer has for PDF. not_found: that program does not print.
func (System) Send(ctx context.Context, name string, paper io.Reader, printer string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	path, err := keep(name, paper)
	if err != nil {
		return err
	}
	if printer == "" {
		return execute("print", path, "")
	}
	return execute("printto", path, `"`+strings.ReplaceAll(printer, `"`, "")+`"`)
}

// Open shows a paper in the program that this computer has for it.
func (System) Open(ctx context.Context, name string, paper io.Reader) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	path, err := keep(name, paper)
	if err != nil {
		return err
	}
	return execute("open", path, "")
}

func execute(verb, path, args string) error {
	words := [3]*uint16{}
	for i, word := range []string{verb, path, args} {
		p, err := windows.UTF16PtrFromString(word)
		if err != nil {
			return refusedPaper(err, word)
		}
		words[i] = p
	}
	show := int32(windows.SW_SHOWNORMAL)
	if verb != "open" {
		show = windows.SW_HIDE
	}
	err := windows.ShellExecute(0, words[0], words[1], words[2], nil, show)
	switch {
	case errors.Is(err, windows.ERROR_NO_ASSOCIATION):
		return noPrinting(err)
	case err != nil:
		return refusedPaper(err, err.Error())
	}
	return nil
}
