package sign

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// The values of a PDF: nil, bool, number, name, text, array, dict, ref and stream.
type (
	number string // as it was written
	name   string
	array  []any
	dict   map[name]any
	ref    struct{ num, gen int }
)

// text is a string, with where it stood in the file.
type text struct {
	bytes    []byte
	from, to int // with its brackets
}

// stream is a dictionary with data, still packed.
type stream struct {
	dict dict
	data []byte
}

// maxDepth is how deep values may lie in each other: a hostile file is refused before it fills the stack.
const maxDepth = 64

var errSyntax = errors.New("not the syntax of a PDF")

// lexer reads values from bytes.
type lexer struct {
	data []byte
	at   int
}

// value reads the next value. Of a stream it reads the dictionary only.
func (l *lexer) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("%w: too deep", errSyntax)
	}
	l.space()
	if l.at >= len(l.data) {
		return nil, errSyntax
	}
	switch c := l.data[l.at]; {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '<' && l.peek(1) == '<':
		return l.dict(depth)
	case c == '<':
		return l.hex()
	case c == '[':
		return l.array(depth)
	case c == '+' || c == '-' || c == '.' || isDigit(c):
		return l.numberOrRef()
	}
	switch word := string(l.word()); word {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	return nil, errSyntax
}

func (l *lexer) peek(n int) byte {
	if l.at+n < len(l.data) {
		return l.data[l.at+n]
	}
	return 0
}

// space goes past white space and comments.
func (l *lexer) space() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// word reads regular characters.
func (l *lexer) word() []byte {
	from := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	return l.data[from:l.at]
}

// keyword reads a given word and reports whether it stood there.
func (l *lexer) keyword(w string) bool {
	l.space()
	if !bytes.HasPrefix(l.data[min(l.at, len(l.data)):], []byte(w)) {
		return false
	}
	l.at += len(w)
	return true
}

func (l *lexer) name() (any, error) {
	l.at++
	raw := l.word()
	if !bytes.ContainsRune(raw, '#') {
		return name(raw), nil
	}
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if b, err := strconv.ParseUint(string(raw[i+1:i+3]), 16, 8); err == nil {
				out, i = append(out, byte(b)), i+2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return name(out), nil
}

func (l *lexer) numberOrRef() (any, error) {
	first := l.word()
	if len(first) == 0 {
		return nil, errSyntax
	}
	num, err := strconv.Atoi(string(first))
	if err != nil || num < 0 {
		if _, err := strconv.ParseFloat(string(first), 64); err != nil {
			return nil, errSyntax
		}
		return number(first), nil
	}
	back := l.at
	l.space()
	gen, err := strconv.Atoi(string(l.word()))
	if err == nil && gen >= 0 {
		l.space()
		if l.peek(0) == 'R' && (l.at+1 >= len(l.data) || isSpace(l.peek(1)) || isDelimiter(l.peek(1))) {
			l.at++
			return ref{num, gen}, nil
		}
	}
	l.at = back
	return number(first), nil
}

func (l *lexer) hex() (any, error) {
	from := l.at
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		return nil, errSyntax
	}
	l.at += end + 1
	out := make([]byte, 0, end/2)
	high, half := byte(0), false
	for _, c := range l.data[from+1 : l.at-1] {
		digit, ok := hexDigit(c)
		switch {
		case isSpace(c):
		case !ok:
			return nil, errSyntax
		case half:
			out, half = append(out, high<<4|digit), false
		default:
			high, half = digit, true
		}
	}
	if half {
		out = append(out, high<<4)
	}
	return text{out, from, l.at}, nil
}

// escapes are what stands after a backslash.
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *lexer) literal() (any, error) {
	from, open := l.at, 0
	var out []byte
	for l.at < len(l.data) {
		c := l.data[l.at]
		l.at++
		switch {
		case c == '\\':
			out = l.escaped(out)
			continue
		case c == '(':
			if open++; open == 1 {
				continue
			}
		case c == ')':
			if open--; open == 0 {
				return text{out, from, l.at}, nil
			}
		}
		out = append(out, c)
	}
	return nil, errSyntax
}

func (l *lexer) escaped(out []byte) []byte {
	c := l.peek(0)
	l.at++
	switch {
	case c >= '0' && c <= '7':
		v := c - '0'
		for n := 0; n < 2 && l.peek(0) >= '0' && l.peek(0) <= '7'; n++ {
			v = v<<3 | (l.peek(0) - '0')
			l.at++
		}
		return append(out, v)
	case c == '\r' && l.peek(0) == '\n':
		l.at++
		return out
	case c == '\n' || c == '\r':
		return out
	}
	if e, known := escapes[c]; known {
		c = e
	}
	return append(out, c)
}

func (l *lexer) array(depth int) (any, error) {
	l.at++
	out := array{}
	for {
		l.space()
		if l.peek(0) == ']' {
			l.at++
			return out, nil
		}
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

func (l *lexer) dict(depth int) (any, error) {
	l.at += 2
	out := dict{}
	for {
		l.space()
		if l.peek(0) == '>' && l.peek(1) == '>' {
			l.at += 2
			return out, nil
		}
		if l.peek(0) != '/' {
			return nil, errSyntax
		}
		key, err := l.name()
		if err != nil {
			return nil, err
		}
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if k, ok := key.(name); ok {
			out[k] = v
		}
	}
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func hexDigit(c byte) (byte, bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
