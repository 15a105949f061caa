//go:build !windows

package main

import (
	"context"
	"io"
)

// asService is for Windows only: elsewhere a service is a program like any other.
func asService(func(context.Context, io.Writer, func(string) error) int) (status int, ok bool) {
	return 0, false
}
