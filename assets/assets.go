// Package assets holds the data that ships inside the program: regulations, calendars, words, fonts, icons, help
// and samples. It is data only; what the data means is decided by package model.
package assets

import "embed"

// Profiles holds the cities' regulations as data, profiles/<city>-<year>.json.
//
//go:embed profiles/*.json
var Profiles embed.FS

// Calendars holds the State Council's holiday notices, calendars/cn-<year>.json.
//
//go:embed calendars/*.json
var Calendars embed.FS

// Translations holds the words of the screens, translations/<language>.json: key → words.
//
//go:embed translations/*.json
var Translations embed.FS

// Fonts holds the fonts of the window and of the papers, with their licences.
//
//go:embed fonts/*.ttf
var Fonts embed.FS

// Icons holds the program's own pictures.
//
//go:embed icons/*.svg icons/*.png
var Icons embed.FS

// Samples holds the demonstration requests of each city and their attachments.
//
//go:embed samples
var Samples embed.FS

// Help holds which screen and command serve each article of the regulations, and which tests show each requirement.
//
//go:embed help/articles.json help/requirements.md
var Help embed.FS
