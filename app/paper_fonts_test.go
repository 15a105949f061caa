package app_test

import (
	"slices"
	"testing"

	"yunban/app/apptest"
)

func TestPaperFonts(t *testing.T) {
	t.Run("an office tells which font serves each role on its papers", func(t *testing.T) {
		fonts := must(apptest.New(t, "luan").PaperFonts())
		var roles []string
		for _, f := range fonts {
			roles = append(roles, f.Role)
			if f.Font == "" || f.System {
				t.Errorf("%+v", f)
			}
		}
		if !slices.Equal(roles, []string{"仿宋", "小标宋", "黑体", "楷体"}) {
			t.Error(roles)
		}
	})
}
