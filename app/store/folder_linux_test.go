//go:build sqlite_fts5

package store

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func TestMountLine(t *testing.T) {
	for line, want := range map[string]string{
		"36 35 0:52 / /mnt/x rw,relatime shared:1 - fuse.sshfs host:/dir rw,user_id=0": "fuse.sshfs",
		"36 35 0:52 / /mnt/x rw - fuseblk /dev/sdb1 rw":                                "fuseblk",
		"36 35 8:1 / / rw - ext4 /dev/sda1 rw":                                         "",
		"nonsense":                                                                     "",
		"36 - ext4":                                                                    "",
	} {
		if got, ok := mountLine(line, "0:52"); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v", line, got, ok)
		}
	}
}

func TestNetworkFolder(t *testing.T) {
	t.Run("the folder of the tests is on this machine", func(t *testing.T) {
		if what := networkFolder(t.TempDir()); what != "" {
			t.Errorf("it is said to be %s", what)
		}
	})
	t.Run("the file systems that SQLite warns of are known by their numbers", func(t *testing.T) {
		for _, magic := range []uint32{unix.NFS_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC, unix.V9FS_MAGIC, 0x0BD00BD0, 0xBACBACBC} {
			if networkMagics[magic] == "" {
				t.Errorf("%x is unknown", magic)
			}
		}
	})
}

func TestReadOnlyFolder(t *testing.T) {
	t.Run("a store that may only be read is told as such", func(t *testing.T) {
		dir := closedStore(t)
		locked(t, dir)
		if got := asNobody(t, "open", dir); got != "error.store_readonly" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("no store is made where nothing may be written", func(t *testing.T) {
		dir := t.TempDir()
		locked(t, dir)
		for _, path := range []string{dir, filepath.Join(dir, "new")} {
			if got := asNobody(t, "create", path); got != "error.store_readonly" {
				t.Errorf("%s: got %q", path, got)
			}
		}
	})
	t.Run("a store that may be written opens for whoever owns it", func(t *testing.T) {
		dir := closedStore(t)
		given(t, dir)
		if got := asNobody(t, "open", dir); got != "ok" {
			t.Errorf("got %q", got)
		}
	})
}

// nobody is the user of a process that has no rights; root may write everywhere.
const nobody = 65534

// locked takes the right to write away from a folder and all in it.
func locked(t *testing.T, dir string) {
	t.Helper()
	given(t, dir)
	walk(t, dir, func(path string, info os.FileInfo) error { return os.Chmod(path, info.Mode()&^0o222) })
	t.Cleanup(func() {
		walk(t, dir, func(path string, info os.FileInfo) error { return os.Chmod(path, info.Mode()|0o200) })
	})
}

// given gives a folder to nobody, if that is another than ourselves.
func given(t *testing.T, dir string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	walk(t, dir, func(path string, _ os.FileInfo) error { return os.Chown(path, nobody, nobody) })
}

func walk(t *testing.T, dir string, do func(path string, info os.FileInfo) error) {
	t.Helper()
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return do(path, info)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// asNobody plays a role in a process that has no rights of its own.
func asNobody(t *testing.T, role, dir string) string {
	t.Helper()
	cmd := child(t, role, dir)
	if os.Geteuid() == 0 {
		cmd.Path = filepath.Join(t.TempDir(), "test") // the binary stands where only root may go
		binary := must(os.ReadFile(must(os.Executable())))
		if err := os.WriteFile(cmd.Path, binary, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{cmd.Path, dir} {
			if err := os.Chmod(filepath.Dir(filepath.Dir(path)), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		cmd.Dir = "/"
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return strings.TrimSpace(string(must(cmd.Output())))
}
