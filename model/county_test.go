package model_test

import (
	"reflect"
	"strings"
	"testing"

	"yunban/model"
)

func TestCounty(t *testing.T) {
	county, own := shippedProfile(t, "luan-huoqiu"), shippedProfile(t, "luan")
	t.Run("a county inherits its city's articles, limits, forms and rules (R05)", func(t *testing.T) {
		for name, pair := range map[string][2]any{
			"articles":    {county.Articles, own.Articles},
			"provisions":  {county.Provisions, own.Provisions},
			"limits":      {county.Limits, own.Limits},
			"trial":       {county.Trial, own.Trial},
			"third party": {county.ThirdParty, own.ThirdParty},
			"duties":      {county.Duties, own.Duties},
			"resources":   {county.Resources, own.Resources},
			"materials":   {county.Materials, own.Materials},
			"modules":     {county.Modules, own.Modules},
			"re-test":     {county.RetestMustPass, own.RetestMustPass},
		} {
			if !reflect.DeepEqual(pair[0], pair[1]) {
				t.Errorf("the %s differ", name)
			}
		}
		if len(county.Forms) != len(own.Forms) {
			t.Errorf("%d forms of %d", len(county.Forms), len(own.Forms))
		}
	})
	t.Run("a county has its own name, authority, offices and numbers (R05)", func(t *testing.T) {
		if county.City != "霍邱县" || county.Word("authority") != "霍邱县数据资源管理局" || county.SeriesOf(model.Usage) != "HQ-SQ" ||
			county.SeriesOf(model.Change) != "HQ-BG" || county.SeriesOf(model.Termination) != "HQ-ZZ" || county.Extends != "luan" {
			t.Errorf("%s, %s, %s, extends %s", county.City, county.Word("authority"), county.Series, county.Extends)
		}
		for _, r := range county.Roles {
			if strings.Contains(r.Name, "市") {
				t.Errorf("%s is %s", r.ID, r.Name)
			}
			if county.Side(r.ID) != own.Side(r.ID) {
				t.Errorf("%s changed sides", r.ID)
			}
		}
		if len(county.Roles) != len(own.Roles) {
			t.Errorf("%d roles of %d", len(county.Roles), len(own.Roles))
		}
	})
	t.Run("its authority's name is in its forms", func(t *testing.T) {
		f, _ := county.Forms["change"].Field("major_reasons")
		if !strings.Contains(f.Help, "由县数据资源管理局认定") {
			t.Errorf("got %s", f.Help)
		}
	})
	t.Run("it says that it is an example", func(t *testing.T) {
		if !strings.Contains(county.Title, "示例") {
			t.Errorf("got %s", county.Title)
		}
	})
	t.Run("it can be kept whole and read again", func(t *testing.T) {
		whole, err := county.Resolved()
		if err != nil {
			t.Fatal(err)
		}
		again, err := model.ParseProfile(whole, nil)
		if err != nil {
			t.Fatal(err)
		}
		again.Extends = county.Extends
		if !reflect.DeepEqual(county, again) {
			t.Error("it is another one")
		}
	})
	t.Run("only what must be passed again differs between the cities' major changes (P 11, L 15)", func(t *testing.T) {
		if shippedProfile(t, "panjin-2016").RetestMustPass || !own.RetestMustPass {
			t.Error("it is the other way round")
		}
	})
}
