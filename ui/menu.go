package ui

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"yunban/ui/kit"
	"yunban/ui/view"
)

const (
	ctrl = fyne.KeyModifierShortcutDefault
	alt  = fyne.KeyModifierAlt
)

// command is one entry of the menu.
type command struct {
	words    string
	key      fyne.KeyName
	modifier fyne.KeyModifier
	do       func()
}

func (c command) item(w *Window) *fyne.MenuItem {
	i := fyne.NewMenuItem(w.T(c.words), func() {
		switch {
		case !kit.DialogOpen(w.win.Canvas()):
			c.do()
		case c.words == "menu.submit":
			kit.ConfirmTop(w.win.Canvas())
		}
	})
	if c.key != "" && c.modifier != 0 {
		i.Shortcut = &desktop.CustomShortcut{KeyName: c.key, Modifier: c.modifier}
	}
	return i
}

// menu is the window's menu. Its keys work wherever the focus is.
func (w *Window) menu() *fyne.MainMenu {
	quit := command{"menu.quit", fyne.KeyQ, ctrl, w.Close}.item(w)
	quit.IsQuit = true
	if w.desk == nil {
		return fyne.NewMainMenu(fyne.NewMenu(w.T("menu.file"), quit), w.helpMenu())
	}
	file := w.submenu("menu.file", w.fileCommands())
	file.Items = append(file.Items, fyne.NewMenuItemSeparator(), command{"nav.sign_out", "", 0, w.SignOut}.item(w), quit)
	return fyne.NewMainMenu(file, w.submenu("menu.go", w.goCommands()), w.helpMenu())
}

func (w *Window) submenu(words string, commands []command) *fyne.Menu {
	m := fyne.NewMenu(w.T(words))
	for _, c := range commands {
		m.Items = append(m.Items, c.item(w))
	}
	return m
}

func (w *Window) fileCommands() []command {
	all := []command{
		{"menu.save", fyne.KeyS, ctrl, func() { ask(w, func(p Saver) { p.Save() }) }},
		{"menu.submit", fyne.KeyReturn, ctrl, func() { ask(w, func(p Submitter) { p.Submit() }) }},
		{"list.export", fyne.KeyE, ctrl, w.ExportLedger},
		{"menu.print", fyne.KeyP, ctrl, func() { ask(w, func(p Printer) { p.Print() }) }},
	}
	if w.desk.MayApply() {
		all = append([]command{{"menu.new", fyne.KeyN, ctrl, w.NewRequest}}, all...)
	}
	all = append(all, w.formCommands()...)
	all = append(all, w.draftCommands()...)
	all = append(all, command{"menu.blank_forms", fyne.KeyB, ctrl, w.showBlankForms},
		command{"menu.verify", fyne.KeyJ, ctrl, func() { w.Go(VerifyRoute()) }})
	if view.TakesScans(w.desk) {
		all = append(all, command{"scans.take", fyne.KeyT, ctrl, w.TakeScans})
	}
	return all
}

func (w *Window) goCommands() []command {
	all := []command{
		{"menu.search", fyne.KeyK, ctrl, func() { w.win.Canvas().Focus(w.frame.search) }},
		{"menu.back", fyne.KeyLeft, alt, w.Back},
		{"menu.forward", fyne.KeyRight, alt, w.Forward},
		{"menu.refresh", fyne.KeyR, ctrl, w.Refresh},
	}
	digits := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7,
		fyne.Key8, fyne.Key9, fyne.Key0}
	for i, p := range w.places() {
		entry := command{words: p.words, do: func() { w.Go(p.route()) }}
		if i < len(digits) {
			entry.key, entry.modifier = digits[i], ctrl
		}
		all = append(all, entry)
	}
	return all
}

func (w *Window) helpMenu() *fyne.Menu {
	return w.submenu("menu.help", []command{{"menu.keys", fyne.KeyH, ctrl, w.showKeys}})
}

// ask does something with the page when it is of a kind; a key that means nothing here does nothing.
func ask[P any](w *Window, do func(P)) {
	if v, ok := w.history.current(); ok {
		if p, ok := v.page.(P); ok {
			do(p)
		}
	}
}

// typedKey takes the keys that nothing in focus had a use for.
func (w *Window) typedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyF1:
		w.showKeys()
	case fyne.KeyF5:
		w.Refresh()
	case fyne.KeyEscape:
		w.Back()
	default:
		for _, s := range w.pageShortcuts() {
			if s.Modifier == 0 && s.Key == key.Name && len(s.Key) > 1 {
				s.Do()
				return
			}
		}
	}
}

// typedRune takes a letter that nothing in focus wanted.
func (w *Window) typedRune(r rune) {
	if kit.DialogOpen(w.win.Canvas()) {
		return
	}
	for _, s := range w.pageShortcuts() {
		if s.Modifier == 0 && string(s.Key) == string(unicode.ToUpper(r)) {
			s.Do()
			return
		}
	}
}

func (w *Window) pageShortcuts() []Shortcut {
	if v, ok := w.history.current(); ok {
		if p, ok := v.page.(Shortcuts); ok {
			return p.Shortcuts()
		}
	}
	return nil
}

// takeKeys makes the page's own keys those of the window.
func (w *Window) takeKeys(p Page) {
	c := w.win.Canvas()
	for _, s := range w.keys {
		c.RemoveShortcut(s)
	}
	w.keys = nil
	own, ok := p.(Shortcuts)
	if !ok {
		return
	}
	for _, s := range own.Shortcuts() {
		if s.Modifier == 0 {
			continue
		}
		key := &desktop.CustomShortcut{KeyName: s.Key, Modifier: s.Modifier}
		do := s.Do
		c.AddShortcut(key, func(fyne.Shortcut) {
			if !kit.DialogOpen(c) {
				do()
			}
		})
		w.keys = append(w.keys, key)
	}
}

// showKeys lists the keys that work here.
func (w *Window) showKeys() {
	if kit.DialogOpen(w.win.Canvas()) {
		return
	}
	rows := container.NewGridWithColumns(2)
	known := map[string]bool{}
	add := func(words string, key fyne.KeyName, modifier fyne.KeyModifier) {
		name := keyName(key, modifier)
		if key == "" || known[name] {
			return
		}
		known[name] = true
		what := kit.NewText(w.T(words))
		how := kit.NewText(name)
		how.SetBold(true)
		rows.Add(container.NewBorder(nil, nil, nil, container.New(fixedWidth{100}, how), what))
	}
	for _, s := range w.pageShortcuts() {
		add(s.Words, s.Key, s.Modifier)
	}
	if w.desk != nil {
		for _, c := range append(w.fileCommands(), w.goCommands()...) {
			add(c.words, c.key, c.modifier)
		}
	}
	add("menu.back", fyne.KeyEscape, 0)
	add("menu.refresh", fyne.KeyF5, 0)
	add("menu.keys", fyne.KeyF1, 0)
	add("menu.quit", fyne.KeyQ, ctrl)
	w.Show(kit.NewDialog(w.T("menu.keys"), rows, w.T("dialog.close"), ""))
}

// keyName writes a key as keyboards do.
func keyName(key fyne.KeyName, modifier fyne.KeyModifier) string {
	name := map[fyne.KeyName]string{fyne.KeyLeft: "←", fyne.KeyRight: "→", fyne.KeyReturn: "Enter",
		fyne.KeyEscape: "Esc"}[key]
	if name == "" {
		name = string(key)
	}
	switch modifier {
	case ctrl:
		return "Ctrl + " + name
	case alt:
		return "Alt + " + name
	}
	return name
}
