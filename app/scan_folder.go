package app

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"yunban/model"
)

// The settings of the folder that scanners write into.
const (
	scanFolderSetting = "scan_folder"
	scanTakenSetting  = "scan_taken"
)

// scanEndings are the files that are looked for in the folder.
var scanEndings = []string{"pdf", "jpg", "jpeg", "png", "tif", "tiff"}

// ScanFolder is the folder that is watched for scans; nothing when none is.
func (d *Desk) ScanFolder(ctx context.Context) (string, error) {
	return d.Settings.Setting(ctx, scanFolderSetting)
}

// WatchScanFolder sets the folder that is watched for scans; nothing watches none.
func (d *Desk) WatchScanFolder(ctx context.Context, folder string) error {
	if folder != "" {
		info, err := os.Stat(folder)
		if err != nil {
			return unreadable(folder, err)
		}
		if !info.IsDir() {
			return model.Errorf(model.Invalid, "error.scan_folder", "name", folder)
		}
	}
	return d.Settings.SaveSetting(ctx, scanFolderSetting, folder)
}

// FolderLook remembers what a folder looked like, so that the next look can tell a file that is still being written.
type FolderLook map[string]fileMark

// fileMark tells a file from a later one of the same name.
type fileMark struct {
	Size int64     `json:"size"`
	Time time.Time `json:"time"`
}

// LookForScans takes the new files of the watched folder that are whole: those that look the same as at the look
// before. Nothing in the folder is moved or changed; what was taken is remembered on this desk. Call it every few
// seconds with the look that it gave last, nil at first.
func (d *Desk) LookForScans(ctx context.Context, before FolderLook, progress func(done, all int)) (FolderLook, ScanResult, error) {
	folder, err := d.ScanFolder(ctx)
	if err != nil || folder == "" {
		return nil, ScanResult{}, err
	}
	now, err := lookInto(folder)
	if err != nil {
		return before, ScanResult{}, err
	}
	taken, err := d.takenScans(ctx, folder)
	if err != nil {
		return before, ScanResult{}, err
	}
	var paths, names []string
	for name, mark := range now {
		if before[name] == mark && taken[name] != mark {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return now, ScanResult{}, nil
	}
	slices.Sort(names)
	for _, name := range names {
		paths = append(paths, filepath.Join(folder, name))
	}
	result, err := d.TakeScans(ctx, paths, progress)
	if err != nil {
		return now, result, err
	}
	for _, name := range names {
		taken[name] = now[name]
	}
	return now, result, d.rememberScans(ctx, folder, taken, now)
}

func lookInto(folder string) (FolderLook, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, unreadable(folder, err)
	}
	look := FolderLook{}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || !slices.Contains(scanEndings, ending(e.Name())) {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) { // gone meanwhile
			continue
		}
		if err != nil {
			return nil, unreadable(e.Name(), err)
		}
		if info.Mode().IsRegular() {
			look[e.Name()] = fileMark{info.Size(), info.ModTime().UTC()}
		}
	}
	return look, nil
}

// scansTaken is what was taken out of a folder.
type scansTaken struct {
	Folder string     `json:"folder"`
	Files  FolderLook `json:"files"`
}

func (d *Desk) takenScans(ctx context.Context, folder string) (FolderLook, error) {
	text, err := d.Settings.Setting(ctx, scanTakenSetting)
	if err != nil {
		return nil, err
	}
	var taken scansTaken
	if json.Unmarshal([]byte(text), &taken) != nil || taken.Folder != folder || taken.Files == nil {
		return FolderLook{}, nil // another folder, or nothing yet: taking a file twice does no harm
	}
	return taken.Files, nil
}

// rememberScans keeps what was taken, without the files that have left the folder.
func (d *Desk) rememberScans(ctx context.Context, folder string, taken, now FolderLook) error {
	for name := range taken {
		if _, there := now[name]; !there {
			delete(taken, name)
		}
	}
	text, err := json.Marshal(scansTaken{folder, taken})
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	return d.Settings.SaveSetting(ctx, scanTakenSetting, string(text))
}
