package view

import (
	"context"

	"yunban/app"
	"yunban/model"
)

// The settings of a desk's window.
const (
	languageSetting   = "window.language"
	appearanceSetting = "window.appearance"
)

// Look is how the window looks and speaks on this desk. Empty fields were never chosen.
type Look struct {
	Language   string
	Appearance string
}

// LoadLook reads the choices.
func LoadLook(ctx context.Context, office *app.Office) (Look, error) {
	language, err := office.Settings.Setting(ctx, languageSetting)
	if err != nil {
		return Look{}, err
	}
	appearance, err := office.Settings.Setting(ctx, appearanceSetting)
	return Look{language, appearance}, err
}

// Save keeps the choices.
func (l Look) Save(ctx context.Context, office *app.Office) error {
	if err := office.Settings.SaveSetting(ctx, languageSetting, l.Language); err != nil {
		return err
	}
	return office.Settings.SaveSetting(ctx, appearanceSetting, l.Appearance)
}

// PasswordForm is a new password as typed.
type PasswordForm struct {
	Person string // whose; the own when it is the desk's person
	Old    string // asked for the own
	New    string
	Again  string
}

// Save sets the password. One's own needs the present one, so that an unguarded desk is not enough.
func (f PasswordForm) Save(ctx context.Context, desk *app.Desk) error {
	if f.New != f.Again {
		return model.InvalidInput([]model.Problem{{Field: "again", Key: "problem.passwords_differ"}})
	}
	if f.Person == desk.Person.ID {
		_, err := desk.SignIn(ctx, f.Person, f.Old)
		if model.KindOf(err) == model.Forbidden && err != nil {
			return model.InvalidInput([]model.Problem{{Field: "old", Key: "problem.old_password"}})
		}
		if err != nil {
			return err
		}
	}
	return desk.SetPassword(ctx, f.Person, f.New)
}
