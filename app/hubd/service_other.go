//go:build !windows

package main

import "context"

// asService is for Windows only: elsewhere a service is a program like any other.
func asService(func(context.Context) int) (status int, ok bool) { return 0, false }
