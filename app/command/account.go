package command

import (
	"context"
	"crypto/rand"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
)

// initCommand founds an office in the home folder.
func (c *call) initCommand() *cobra.Command {
	var profile, admin, name string
	var sandbox bool
	cmd := &cobra.Command{Use: "init --profile ID --admin NAME", Short: "Make a desk that is its own hub", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if name == "" {
				name = admin
			}
			return c.found(cmd.Context(), sandbox, app.Founding{Profile: profile, Admin: model.Person{ID: admin, Name: name}})
		}}
	cmd.Flags().StringVar(&profile, "profile", "", "the regulation's id")
	cmd.Flags().StringVar(&admin, "admin", "", "the administrator's sign-in name")
	cmd.Flags().StringVar(&name, "name", "", "the administrator's name as on papers; the sign-in name when not given")
	cmd.Flags().BoolVar(&sandbox, "sandbox", false, "for demonstration: said on every screen and paper")
	required(cmd, "profile", "admin")
	return cmd
}

// required marks flags that must be given.
func required(cmd *cobra.Command, flags ...string) {
	for _, f := range flags {
		if err := cmd.MarkFlagRequired(f); err != nil {
			panic(err) // a slip in the command's own definition
		}
	}
}

func (c *call) found(ctx context.Context, sandbox bool, f app.Founding) error {
	password, err := c.password("YUNBAN_PASSWORD", "command.new_password")
	if err != nil {
		return err
	}
	f.Password = password
	office, err := wire.Found(ctx, c.home, wire.Options{Sandbox: sandbox}, f)
	if err != nil {
		return err
	}
	done := map[string]any{"home": c.home, "profile": office.Profile().ID, "admin": f.Admin.ID, "sandbox": sandbox}
	if err := office.Close(); err != nil {
		return err
	}
	return c.answer(done, c.words.Text("command.founded", "city", office.Profile().City, "home", c.home))
}

// userCommand keeps accounts.
func (c *call) userCommand() *cobra.Command {
	var roles []string
	var unit, name, phone string
	add := &cobra.Command{Use: "add NAME --role ROLE", Short: "Make an account", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			p := model.Person{ID: args[0], Name: name, Phone: phone}
			if p.Name == "" {
				p.Name = args[0]
			}
			for _, r := range roles {
				p.Roles = append(p.Roles, model.Role(r))
			}
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.addUser(cmd.Context(), d, p, unit) })
		}}
	add.Flags().StringSliceVar(&roles, "role", nil, "role, more than one separated by commas")
	add.Flags().StringVar(&unit, "unit", "", "the unit, by id or name; an unknown one is made")
	add.Flags().StringVar(&name, "name", "", "the name as on papers")
	add.Flags().StringVar(&phone, "phone", "", "telephone")
	required(add, "role")
	list := &cobra.Command{Use: "list", Short: "All accounts", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.listUsers(cmd.Context(), d) })
		}}
	disable := &cobra.Command{Use: "disable NAME", Short: "Close an account; nothing is deleted", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.disableUser(cmd.Context(), d, args[0]) })
		}}
	passwd := &cobra.Command{Use: "passwd NAME", Short: "Set a password; it comes from YUNBAN_NEW_PASSWORD or a prompt", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.setPassword(cmd.Context(), d, args[0]) })
		}}
	return group("user", "Accounts", add, list, disable, passwd)
}

// newPasswordVariable gives the password of an account that is made or changed.
const newPasswordVariable = "YUNBAN_NEW_PASSWORD"

func (c *call) addUser(ctx context.Context, d *app.Desk, p model.Person, unit string) error {
	var err error
	if p.Unit, err = c.unitCalled(ctx, d, unit); err != nil {
		return err
	}
	password, given := os.LookupEnv(newPasswordVariable)
	if !given {
		password = rand.Text()[:12]
	}
	if err := d.AddPerson(ctx, p, password); err != nil {
		return err
	}
	made := map[string]any{"name": p.ID, "roles": p.Roles, "unit": p.Unit}
	text := c.words.Text("command.user_added", "name", p.ID)
	if !given {
		made["password"] = password
		text += "\n" + c.words.Text("command.first_password", "password", password)
	}
	return c.answer(made, text)
}

// unitCalled finds a unit by id or name and makes an unknown one.
func (c *call) unitCalled(ctx context.Context, d *app.Desk, called string) (string, error) {
	if called == "" {
		return "", nil
	}
	units, err := d.Units(ctx)
	if err != nil {
		return "", err
	}
	for _, u := range units {
		if u.ID == called || u.Name == called {
			return u.ID, nil
		}
	}
	u := model.Unit{ID: strings.ToLower(called), Name: called}
	if strings.ContainsFunc(called, func(r rune) bool { return r > 127 }) {
		u.ID = "unit-" + strings.ToLower(rand.Text()[:8])
	}
	return u.ID, d.AddUnit(ctx, u)
}

func (c *call) listUsers(ctx context.Context, d *app.Desk) error {
	people, err := d.People(ctx)
	if err != nil {
		return err
	}
	var lines []string
	for _, p := range people {
		var roles []string
		for _, r := range p.Roles {
			roles = append(roles, d.Profile().RoleName(r))
		}
		lines = append(lines, p.ID+"　"+p.Name+"　"+strings.Join(roles, "、")+"　"+p.Unit)
	}
	return c.answer(people, lines...)
}

func (c *call) disableUser(ctx context.Context, d *app.Desk, name string) error {
	p, err := d.Office.Person(ctx, name)
	if err != nil {
		return err
	}
	p.Disabled = true
	if err := d.SavePerson(ctx, p); err != nil {
		return err
	}
	return c.answer(p, c.words.Text("command.user_disabled", "name", name))
}

func (c *call) setPassword(ctx context.Context, d *app.Desk, name string) error {
	password, err := c.password(newPasswordVariable, "command.new_password")
	if err != nil {
		return err
	}
	if err := d.SetPassword(ctx, name, password); err != nil {
		return err
	}
	return c.answer(map[string]string{"name": name}, c.words.Text("command.password_set", "name", name))
}

// unitCommand keeps units.
func (c *call) unitCommand() *cobra.Command {
	var u model.Unit
	add := &cobra.Command{Use: "add ID --name NAME", Short: "Make or change a unit", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			u.ID = args[0]
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				if err := d.AddUnit(cmd.Context(), u); err != nil {
					return err
				}
				return c.answer(u, c.words.Text("command.unit_saved", "name", u.Name))
			})
		}}
	add.Flags().StringVar(&u.Name, "name", "", "the unit's full name")
	add.Flags().StringVar(&u.CreditCode, "credit-code", "", "unified social credit code")
	add.Flags().StringVar(&u.Address, "address", "", "address")
	add.Flags().StringVar(&u.Head, "head", "", "head of the unit")
	add.Flags().StringVar(&u.Phone, "phone", "", "telephone")
	required(add, "name")
	list := &cobra.Command{Use: "list", Short: "All units", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				units, err := d.Units(cmd.Context())
				if err != nil {
					return err
				}
				var lines []string
				for _, u := range units {
					lines = append(lines, u.ID+"　"+u.Name)
				}
				return c.answer(units, lines...)
			})
		}}
	return group("unit", "Units", add, list)
}
