package words_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"yunban/app/words"
	"yunban/model"
)

func speak(t *testing.T, text string) *words.Words {
	t.Helper()
	w, err := words.Load(fstest.MapFS{"translations/xx.json": {Data: []byte(text)}}, "xx")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestText(t *testing.T) {
	w := speak(t, `{"a":"甲","hello":"{who}，{who}在{place}","refuse":"“{status}”时不能“{action}”","status.trial":"试用中","action.submit":"提交",
		"language.en":"英文","speak":"说{language}","test.security":"安全测试","missing":"{test}未登记",
		"date.month":"January 2006","date.quarter_3":"Q3 {year}","date.year":"{year}年","of":"{period}：{n}",
		"left":"{n} {n|day|days} of {m} {m|part|parts} {n|is|are} left"}`)
	for _, c := range []struct {
		name, key string
		pairs     []string
		want      string
	}{
		{"words of a key", "a", nil, "甲"},
		{"a key without words is shown as it is", "no.such", []string{"x", "y"}, "no.such"},
		{"an argument stands wherever it is named", "hello", []string{"who", "王芳", "place", "盘锦"}, "王芳，王芳在盘锦"},
		{"what was typed is never taken for a name", "hello", []string{"who", "{place}", "place", "{who}"}, "{place}，{place}在{who}"},
		{"an argument that is not given stays to be seen", "hello", []string{"who", "王芳"}, "王芳，王芳在{place}"},
		{"without any argument too", "hello", nil, "{who}，{who}在{place}"},
		{"half a pair is dropped", "hello", []string{"who", "王芳", "place"}, "王芳，王芳在{place}"},
		{"code names are said in words", "refuse", []string{"status", "trial", "action", "submit"}, "“试用中”时不能“提交”"},
		{"tests and languages too", "missing", []string{"test", "security"}, "安全测试未登记"},
		{"one is singular, and every number has its own words", "left", []string{"n", "1", "m", "2"}, "1 day of 2 parts is left"},
		{"several are plural, none too", "left", []string{"n", "0", "m", "1"}, "0 days of 1 part are left"},
		{"a month as its language writes it", "of", []string{"period", "2026-09", "n", "1"}, "September 2026：1"},
		{"a quarter", "of", []string{"period", "2026-Q3", "n", "2026"}, "Q3 2026：2026"},
		{"a year", "of", []string{"period", "2026", "n", "1"}, "2026年：1"},
		{"what is no period as it is", "of", []string{"period", "去年", "n", "1"}, "去年：1"},
		{"an unknown code name as it is", "refuse", []string{"status", "elsewhere", "action", "submit"}, "“elsewhere”时不能“提交”"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := w.Text(c.key, c.pairs...); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	t.Run("what only one language has, the others say as it is", func(t *testing.T) {
		if w.Or("a", "乙") != "甲" || w.Or("label.vm", "云主机") != "云主机" {
			t.Error(w.Or("a", "乙"), w.Or("label.vm", "云主机"))
		}
	})
}

func TestErrors(t *testing.T) {
	w := speak(t, `{"error.invalid_input":"请修改：","problem.required":"请填“{label}”","error.no_person":"没有{name}","error.unexpected":"意外","error.profile":"有误："}`)
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"an error is said by its key", model.Errorf(model.NotFound, "error.no_person", "name", "王芳"), "没有王芳"},
		{"also when it was wrapped on its way", fmt.Errorf("open desk: %w", model.Errorf(model.NotFound, "error.no_person", "name", "王芳")), "没有王芳"},
		{"every problem has its line", model.InvalidInput([]model.Problem{{Key: "problem.required", Args: map[string]string{"label": "名称"}},
			{Key: "problem.required", Args: map[string]string{"label": "单位"}}}), "请修改：\n· 请填“名称”\n· 请填“单位”"},
		{"what is none of ours is unexpected, with its text for the engineer", errors.New("SQLITE_IOERR"), "意外\nSQLITE_IOERR"},
		{"and so is what we call so", model.Wrap(model.Other, errors.New("SQLITE_IOERR"), "error.unexpected"), "意外\nSQLITE_IOERR"},
		{"a faulty regulation says what is wrong with it", model.Wrap(model.Invalid, errors.New("limit 1: no article"), "error.profile"), "有误：\nlimit 1: no article"},
		{"the cause of another error is not for people", model.Wrap(model.Other, errors.New("SQLITE_IOERR"), "error.no_person", "name", "x"), "没有x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := w.Error(c.err); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	t.Run("a language that does not ship is named", func(t *testing.T) {
		_, err := words.Load(fstest.MapFS{}, "fr")
		var e *model.Error
		if !errors.As(err, &e) || e.Kind != model.NotFound || e.Args["language"] != "fr" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a file that is no list of words is refused", func(t *testing.T) {
		_, err := words.Load(fstest.MapFS{"translations/xx.json": {Data: []byte(`{"a":{"b":"c"}}`)}}, "xx")
		if err == nil || !strings.Contains(err.Error(), "xx") {
			t.Errorf("got %v", err)
		}
	})
}
