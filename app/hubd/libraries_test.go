package main

import (
	"os/exec"
	"strings"
	"testing"
)

func TestTheHubNeedsNoDisplay(t *testing.T) {
	text, err := exec.Command("go", "list", "-deps", "-tags", "sqlite_fts5", ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if !strings.Contains(string(text), "yunban/app/store") {
		t.Fatal("the list is not the hub's")
	}
	for _, name := range strings.Fields(string(text)) {
		for _, banned := range []string{"fyne", "glfw", "go-gl", "systray", "yunban/ui"} {
			if strings.Contains(name, banned) {
				t.Errorf("the hub needs %s", name)
			}
		}
	}
}
