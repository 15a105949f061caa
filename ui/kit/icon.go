package kit

import (
	"io/fs"
	"path"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

var icons = map[string]fyne.Resource{}

// LoadIcons takes the program's own icons, every .svg below a folder; they are then called by their names without the
// ending. A name that is not there shows Fyne's question mark.
func LoadIcons(files fs.FS, folder string) error {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name, isIcon := strings.CutSuffix(e.Name(), ".svg")
		if !isIcon {
			continue
		}
		data, err := fs.ReadFile(files, path.Join(folder, e.Name()))
		if err != nil {
			return err
		}
		icons[name] = fyne.NewStaticResource("yunban-"+e.Name(), data)
	}
	return nil
}

// Icon is an icon in the colour of the text around it.
func Icon(name string) fyne.Resource { return theme.NewThemedResource(picture(name)) }

// ToneIcon is an icon in the colour of a tone.
func ToneIcon(name string, tone Tone) fyne.Resource {
	return theme.NewColoredResource(picture(name), tone.ColorName())
}

// Picture is an icon as it was drawn, in its own colours.
func Picture(name string) fyne.Resource { return picture(name) }

func picture(name string) fyne.Resource {
	if r, ok := icons[name]; ok {
		return r
	}
	return theme.QuestionIcon()
}
