package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"yunban/model"
)

// SQLite's own documents warn of network folders: their locks do not hold and the database is ruined in the end.
// Programs that copy a folder to a cloud ruin it too, by copying the database without its log of writes.

// checkFolder refuses a folder that lies on the network or is copied by a sync program.
func checkFolder(dir string) error {
	there := nearest(dir)
	if what := networkFolder(there); what != "" {
		return model.Errorf(model.Other, "error.store_network", "dir", dir, "what", what)
	}
	real, err := filepath.EvalSymlinks(there)
	if err != nil {
		return translated(err)
	}
	for _, path := range []string{dir, real} {
		if what := syncedFolder(path); what != "" {
			return model.Errorf(model.Other, "error.store_synced", "dir", dir, "what", what)
		}
	}
	return nil
}

// nearest is the folder itself, or as much of its path as exists already.
func nearest(dir string) string {
	for {
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return dir
		}
		dir = parent
	}
}

// syncNames are folders that sync programs make, in small letters.
var syncNames = []string{"dropbox", "google drive", "googledrive", "iclouddrive", "icloud drive", "nextcloud",
	"owncloud", "seafile", "synologydrive", "nutstore", "nutstore files", "我的坚果云", "坚果云", "wps云盘", "wpsdrive",
	"baidusyncdisk", "百度网盘同步空间", "weiyun", "微云同步助手"}

// syncMarks are what sync programs put into the folder that they copy.
var syncMarks = []string{".stfolder", ".dropbox.cache", ".seafile-data", ".sync_journal.db", ".csync_journal.db"}

// syncedFolder names the part of a path that a sync program copies; nothing when there is none.
func syncedFolder(path string) string {
	for {
		name := strings.ToLower(filepath.Base(path))
		if slices.Contains(syncNames, name) || name == "onedrive" || strings.HasPrefix(name, "onedrive - ") {
			return path
		}
		for _, mark := range syncMarks {
			if _, err := os.Lstat(filepath.Join(path, mark)); err == nil {
				return path
			}
		}
		parent := filepath.Dir(path)
		if parent == path {
			return ""
		}
		path = parent
	}
}
