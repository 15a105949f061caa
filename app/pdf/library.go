package pdf

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"yunban/app/pdf/ttf"
	"yunban/app/pdf/typeset"
	"yunban/model"
)

// The fonts that ship with the program.
const (
	serif     = "fonts/NotoSerifSC-Regular.ttf"
	serifBold = "fonts/NotoSerifSC-Bold.ttf"
	sans      = "fonts/NotoSansSC-Regular.ttf"
	sansBold  = "fonts/NotoSansSC-Bold.ttf"
	wenkai    = "fonts/LXGWWenKai-Regular.ttf"
)

// shippedFonts are also the fallbacks of every role, in this order.
var shippedFonts = []string{serif, sans, wenkai, serifBold, sansBold}

// roles says which fonts an office uses for each role, the best first: those of
// Windows, of Founder and of the domestic systems by file name, in lower case.
var roles = map[typeset.Role]struct {
	name    string
	system  []string
	shipped string
}{
	typeset.Body: {"仿宋", []string{"方正仿宋_gbk.ttf", "fzfsk.ttf", "simfang.ttf", "仿宋_gb2312.ttf",
		"cesi_fs_gb18030.ttf", "cesi_fs_gb2312.ttf"}, serif},
	typeset.Title: {"小标宋", []string{"方正小标宋_gbk.ttf", "fzxbsk.ttf", "fzxbsjw.ttf", "方正小标宋简体.ttf",
		"cesi_xbs_gb18030.ttf", "cesi_xbs_gb2312.ttf"}, serifBold},
	typeset.Heading: {"黑体", []string{"方正黑体_gbk.ttf", "fzhtk.ttf", "simhei.ttf",
		"cesi_ht_gb18030.ttf", "cesi_ht_gb2312.ttf"}, sansBold},
	typeset.Kai: {"楷体", []string{"方正楷体_gbk.ttf", "fzktk.ttf", "simkai.ttf", "楷体_gb2312.ttf",
		"cesi_kt_gb18030.ttf", "cesi_kt_gb2312.ttf"}, wenkai},
}

// library is the opened fonts.
type library struct {
	fonts   *typeset.Fonts
	serving []model.RoleFont
}

func openLibrary(shipped fs.FS, system []fs.FS) (*library, error) {
	own := map[string]*ttf.Font{}
	var fallback []*ttf.Font
	for _, name := range shippedFonts {
		font, err := openFont(shipped, name)
		if err != nil {
			return nil, fmt.Errorf("open font %s: %w", name, err)
		}
		own[name] = font
		fallback = append(fallback, font)
	}
	lib := &library{}
	found := findFonts(system)
	lib.fonts = typeset.NewFonts(func(r typeset.Role) []*ttf.Font {
		serves := model.RoleFont{Role: roles[r].name, Font: own[roles[r].shipped].Name()}
		chain := append([]*ttf.Font{own[roles[r].shipped]}, fallback...)
		for _, name := range roles[r].system {
			if font := found.open(name); font != nil {
				serves = model.RoleFont{Role: roles[r].name, Font: font.Name(), System: true}
				chain = append([]*ttf.Font{font}, chain...)
				break
			}
		}
		lib.serving = append(lib.serving, serves)
		return chain
	})
	return lib, nil
}

func openFont(files fs.FS, name string) (*ttf.Font, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if at, can := file.(io.ReaderAt); can { // stays open: outlines are read as they are needed
		return ttf.Open(at, info.Size())
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	return ttf.Open(bytes.NewReader(data), int64(len(data)))
}

// foundFonts are fonts of the computer by their file name in lower case.
type foundFonts map[string]foundFont

type foundFont struct {
	files fs.FS
	name  string
}

// findFonts looks through folders for the fonts of the roles. A folder that cannot
// be read has none.
func findFonts(folders []fs.FS) foundFonts {
	wanted := map[string]bool{}
	for _, r := range roles {
		for _, name := range r.system {
			wanted[name] = true
		}
	}
	found := foundFonts{}
	for _, files := range folders {
		err := fs.WalkDir(files, ".", func(name string, _ fs.DirEntry, err error) error {
			base := strings.ToLower(path.Base(name))
			if _, there := found[base]; err == nil && wanted[base] && !there {
				found[base] = foundFont{files, name}
			}
			return nil
		})
		if err != nil {
			continue
		}
	}
	return found
}

// open opens a font of the computer; nil if there is none, if it is damaged, or if
// its licence does not let it into documents: the role has other fonts.
func (f foundFonts) open(name string) *ttf.Font {
	at, there := f[name]
	if !there {
		return nil
	}
	font, err := openFont(at.files, at.name)
	if err != nil || !font.Embeddable() {
		return nil
	}
	return font
}

// SystemFonts are the folders where this computer keeps its fonts.
func SystemFonts() []fs.FS {
	var folders []string
	home, _ := os.UserHomeDir() // without a home there are no fonts in it
	switch runtime.GOOS {
	case "windows":
		folders = []string{filepath.Join(os.Getenv("WINDIR"), "Fonts"),
			filepath.Join(os.Getenv("LOCALAPPDATA"), "Microsoft", "Windows", "Fonts")}
	case "darwin":
		folders = []string{"/Library/Fonts", filepath.Join(home, "Library", "Fonts")}
	default:
		folders = []string{"/usr/share/fonts", "/usr/local/share/fonts",
			filepath.Join(home, ".local", "share", "fonts"), filepath.Join(home, ".fonts")}
	}
	folders = slices.DeleteFunc(folders, func(f string) bool { return !filepath.IsAbs(f) })
	files := make([]fs.FS, len(folders))
	for i, f := range folders {
		files[i] = os.DirFS(f)
	}
	return files
}
