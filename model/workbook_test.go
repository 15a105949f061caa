package model_test

import (
	"strings"
	"testing"

	"yunban/model"
)

func TestCells(t *testing.T) {
	p := city(t, "panjin-2016")
	kind := func(k model.FieldKind) model.Field {
		return model.Field{ID: "x", Label: "项", Kind: k, List: "build_modes"}
	}
	number := func(text string) model.FilledCell { return model.FilledCell{Text: text, Number: true} }
	text := func(s string) model.FilledCell { return model.FilledCell{Text: s} }
	for _, c := range []struct {
		name  string
		field model.FieldKind
		cell  model.FilledCell
		want  string
		key   string
	}{
		{"a day kept as a count of days", model.DateField, number("46064"), "2026-02-11", ""},
		{"a day with its time", model.DateField, number("46064.5"), "2026-02-11", ""},
		{"a day in Chinese", model.DateField, text("2026年2月11日"), "2026-02-11", ""},
		{"a day with strokes", model.DateField, text("2026/2/11"), "2026-02-11", ""},
		{"a day that is none", model.DateField, text("2026-02-30"), "2026-02-30", ""},
		{"a count of days before all days", model.DateField, number("-3"), "-3", ""},
		{"a figure", model.IntegerField, number("4.0"), "4", ""},
		{"a large figure", model.IntegerField, number("1E3"), "1000", ""},
		{"half a figure", model.IntegerField, number("4.5"), "4.5", ""},
		{"a sum of money", model.DecimalField, number("0.10000000000000001"), "0.1", ""},
		{"leading zeros", model.TextField, text("0427"), "0427", ""},
		{"a phone that was made a number", model.PhoneField, number("13812345678"), "13812345678", ""},
		{"a version that was made a number", model.TextField, number("8.0999999999999996"), "8.1", ""},
		{"a code of 18 digits that was made a number", model.CreditCodeField, number("9.1211021001234496E+17"), "9.1211021001234496E+17", "problem.cell_number"},
		{"a choice by its words", model.ChoiceField, text("自建"), "self", ""},
		{"a choice that is none", model.ChoiceField, text("别的"), "别的", ""},
		{"several choices", model.ChoicesField, text("自建、第三方建设"), "self|third_party", ""},
		{"a tick", model.BooleanField, text("√"), "true", ""},
		{"no tick", model.BooleanField, text("否"), "false", ""},
		{"a formula", model.TextField, model.FilledCell{Text: "2", Formula: true}, "", "problem.cell_formula"},
		{"an error", model.TextField, model.FilledCell{Text: "#REF!", Error: true}, "", "problem.cell_error"},
		{"more than a cell holds", model.LongField, text(strings.Repeat("长", 32768)), "", "problem.cell_too_long"},
		{"spaces around", model.TextField, text("  甲 乙\n"), "甲 乙", ""},
		{"nothing", model.IntegerField, model.FilledCell{}, "", ""},
	} {
		t.Run(c.name+" is read as it was meant", func(t *testing.T) {
			if got, key := kind(c.field).FromCell(p, c.cell, false); got != c.want || key != c.key {
				t.Errorf("%q %q, want %q %q", got, key, c.want, c.key)
			}
		})
	}
	t.Run("days may be counted from 1904", func(t *testing.T) {
		if got, _ := kind(model.DateField).FromCell(p, number("44602"), true); got != "2026-02-11" {
			t.Error(got)
		}
	})
	t.Run("every value of a form's field is what its cell says", func(t *testing.T) {
		for _, f := range p.Forms["usage"].Fields() {
			for _, c := range p.Lists[f.List] {
				if got, _ := f.FromCell(p, text(f.Cell(p, c.ID)), false); got != c.ID {
					t.Errorf("%s: %q became %q", f.ID, c.ID, got)
				}
			}
		}
	})
	t.Run("cells are named as on the screen", func(t *testing.T) {
		for want, at := range map[string][2]int{"A1": {1, 1}, "Z9": {9, 26}, "AA10": {10, 27}, "XFD1048576": {1048576, 16384}} {
			if got := model.CellRef(at[0], at[1]); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
	})
}
