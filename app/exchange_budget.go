package app

import (
	"context"
	"strconv"

	"yunban/model"
)

// FileBudgetKey is the setting of how many megabytes of files a joined desk keeps; what it lacks it fetches.
const FileBudgetKey = "files.budget_mb"

// The budget in megabytes: what a desk keeps when nobody says otherwise, and the bounds of what may be said.
const (
	usualBudget = 2048
	LeastBudget = 100
	MostBudget  = 1 << 20
)

// FileBudget is how many bytes of files a joined desk keeps.
type FileBudget struct {
	Joined bool // false: this desk is its own hub and keeps them all
	Limit  int64
	Used   int64 // what is here now; more than the limit where the hub may not have it
}

// FileBudget tells how many files this desk keeps, and how many there are.
func (o *Office) FileBudget(ctx context.Context) (b FileBudget, err error) {
	if b.Joined = o.joined(); !b.Joined {
		return b, nil
	}
	if b.Limit, err = o.budget(ctx); err != nil {
		return b, err
	}
	b.Used, err = o.Follower.Kept(ctx)
	return b, err
}

// SetFileBudget keeps no more than so many megabytes of files from now on.
func (d *Desk) SetFileBudget(ctx context.Context, megabytes int64) (freed int64, err error) {
	if megabytes < LeastBudget || megabytes > MostBudget {
		return 0, model.InvalidInput([]model.Problem{{Field: "budget", Key: "problem.file_budget"}})
	}
	if !d.joined() {
		return 0, model.Errorf(model.NotFound, "error.not_joined")
	}
	if err := d.Settings.SaveSetting(ctx, FileBudgetKey, strconv.FormatInt(megabytes, 10)); err != nil {
		return 0, err
	}
	return d.Follower.Trim(ctx, megabytes<<20)
}

// budget is how many bytes of files are kept.
func (o *Office) budget(ctx context.Context) (int64, error) {
	text, err := o.Settings.Setting(ctx, FileBudgetKey)
	if err != nil {
		return 0, err
	}
	megabytes, err := strconv.ParseInt(text, 10, 64)
	if err != nil || megabytes < 1 {
		megabytes = usualBudget
	}
	return megabytes << 20, nil
}

// trim lets go of files beyond the desk's budget, when some came since it last did. It is no part of opening a file:
// that may be part of an act, in whose turn nothing else is written.
func (o *Office) trim(ctx context.Context) error {
	if !o.came.Swap(false) {
		return nil
	}
	budget, err := o.budget(ctx)
	if err != nil {
		return err
	}
	_, err = o.Follower.Trim(ctx, budget)
	return err
}
