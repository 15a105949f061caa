package store

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// networkMagics are the numbers by which Linux tells file systems that live on another machine.
var networkMagics = map[uint32]string{
	unix.NFS_SUPER_MAGIC:  "nfs",
	unix.SMB_SUPER_MAGIC:  "smb",
	unix.SMB2_SUPER_MAGIC: "smb2",
	unix.CIFS_SUPER_MAGIC: "cifs",
	unix.CODA_SUPER_MAGIC: "coda",
	unix.AFS_SUPER_MAGIC:  "afs",
	unix.AFS_FS_MAGIC:     "afs",
	unix.CEPH_SUPER_MAGIC: "ceph",
	unix.NCP_SUPER_MAGIC:  "ncp",
	unix.V9FS_MAGIC:       "9p",
	0x0BD00BD0:            "lustre", // the kernel's headers do not have these
	0x47504653:            "gpfs",
	0x19830326:            "beegfs",
	0x786F4256:            "vboxsf",
	0xBACBACBC:            "vmhgfs",
}

// localFuse are file systems that run outside the kernel and are on this machine's disk all the same: NTFS and exFAT
// disks, the layers of containers.
var localFuse = []string{"fuseblk", "fuse.fuse-overlayfs", "virtiofs"}

// networkFolder names the kind of network that a folder lies on; nothing when it is on this machine.
func networkFolder(dir string) string {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return "" // what cannot be looked at cannot be opened either, and opening says why
	}
	if magic := uint32(fs.Type); magic != unix.FUSE_SUPER_MAGIC {
		return networkMagics[magic]
	}
	if kind := mountKind(dir); !slices.Contains(localFuse, kind) {
		return kind
	}
	return ""
}

// mountKind tells what is mounted where the folder lies, by the device's number.
func mountKind(dir string) string {
	const unknown = "fuse"
	var st unix.Stat_t
	if err := unix.Stat(dir, &st); err != nil {
		return unknown
	}
	device := fmt.Sprintf("%d:%d", unix.Major(st.Dev), unix.Minor(st.Dev))
	mounts, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return unknown
	}
	defer func() { _ = mounts.Close() }() // only read
	for lines := bufio.NewScanner(mounts); lines.Scan(); {
		if kind, ok := mountLine(lines.Text(), device); ok {
			return kind
		}
	}
	return unknown
}

// mountLine reads a line such as "36 35 0:52 / /mnt rw - fuse.sshfs host:/ rw": the file system, when it is the
// device that was asked for.
func mountLine(line, device string) (string, bool) {
	place, source, ok := strings.Cut(line, " - ")
	if at := strings.Fields(place); !ok || len(at) < 3 || at[2] != device {
		return "", false
	}
	kind, _, _ := strings.Cut(source, " ")
	return kind, true
}

// syncFolder brings a folder's names to the disk.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if closed := folder.Close(); err == nil {
		err = closed
	}
	return err
}

// isFullHere reports whether this system says that a disk is full in words of its own.
func isFullHere(error) bool { return false }
