package main

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

func TestWhoseIsAFolderInAClosedOne(t *testing.T) {
	closed, err := os.MkdirTemp("", "closed") // the ones above it are open
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.RemoveAll(closed); err != nil {
			t.Error(err)
		}
	}()
	want := "#64001"
	if os.Geteuid() == 0 {
		if err := os.Chown(closed, 64001, 64001); err != nil {
			t.Fatal(err)
		}
		runtime.LockOSThread() // for good: as somebody else, the thread ends with the test
		if err := syscall.Setfsuid(64002); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := syscall.Setfsuid(0); err != nil {
				t.Error(err)
			}
		}()
	} else { // who cannot be somebody else shuts himself out
		want = ""
		if err := os.Chmod(closed, 0); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := os.Chmod(closed, 0o700); err != nil {
				t.Error(err)
			}
		}()
	}
	if got := ownerOf(filepath.Join(closed, "store")); got != want {
		t.Errorf("it belongs to %q, want %q", got, want)
	}
}
