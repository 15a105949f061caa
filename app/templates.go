package app

import (
	"context"
	"encoding/json"
	"strings"

	"yunban/model"
)

// Templates are a person's own phrases for opinions.
func (d *Desk) Templates(ctx context.Context) ([]string, error) {
	text, err := d.Settings.Setting(ctx, "templates."+d.Person.ID)
	if err != nil || text == "" {
		return nil, err
	}
	var phrases []string
	if err := json.Unmarshal([]byte(text), &phrases); err != nil {
		return nil, model.Wrap(model.Other, err, "error.store_broken")
	}
	return phrases, nil
}

// SaveTemplates keeps a person's phrases; empty ones are dropped.
func (d *Desk) SaveTemplates(ctx context.Context, phrases []string) error {
	kept := []string{}
	for _, p := range phrases {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	return d.Settings.SaveSetting(ctx, "templates."+d.Person.ID, string(data))
}
