package view

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"yunban/app"
	"yunban/model"
)

// SavedView is a filter that a person keeps under a name.
type SavedView struct {
	Name   string `json:"name"`
	Filter Filter `json:"filter"`
}

func viewsSetting(desk *app.Desk) string { return "views." + desk.Person.ID }

// LoadViews reads the person's saved views.
func LoadViews(ctx context.Context, desk *app.Desk) ([]SavedView, error) {
	text, err := desk.Settings.Setting(ctx, viewsSetting(desk))
	if err != nil || text == "" {
		return nil, err
	}
	var views []SavedView
	if err := json.Unmarshal([]byte(text), &views); err != nil {
		return nil, model.Wrap(model.Other, err, "error.store_broken")
	}
	return views, nil
}

// maxViewName is how many characters a view's name may have: it stands on a button.
const maxViewName = 20

// SaveView keeps a filter under a name; an earlier one of that name is replaced.
func SaveView(ctx context.Context, desk *app.Desk, v SavedView) error {
	v.Name = strings.TrimSpace(v.Name)
	if n := utf8.RuneCountInString(v.Name); n == 0 || n > maxViewName {
		return model.InvalidInput([]model.Problem{{Field: "name", Key: "problem.view_name"}})
	}
	return changeViews(ctx, desk, func(views []SavedView) []SavedView {
		at := slices.IndexFunc(views, func(other SavedView) bool { return other.Name == v.Name })
		if at < 0 {
			return append(views, v)
		}
		views[at] = v
		return views
	})
}

// DropView forgets a saved view.
func DropView(ctx context.Context, desk *app.Desk, name string) error {
	return changeViews(ctx, desk, func(views []SavedView) []SavedView {
		return slices.DeleteFunc(views, func(v SavedView) bool { return v.Name == name })
	})
}

func changeViews(ctx context.Context, desk *app.Desk, change func([]SavedView) []SavedView) error {
	views, err := LoadViews(ctx, desk)
	if err != nil {
		return err
	}
	data, err := json.Marshal(change(views))
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	return desk.Settings.SaveSetting(ctx, viewsSetting(desk), string(data))
}
