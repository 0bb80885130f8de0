package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"
)

// script is the text of a shard: a call with JSON in a string. encoding/json
// escapes <, >, & and U+2028/9.
func script(name string, value any) ([]byte, error) {
	var b bytes.Buffer
	err := writeScript(&b, name, value)
	return b.Bytes(), err
}

func writeScript(w io.Writer, name string, value any) error {
	encoded := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(encoded)
	encoded.Reset()
	if err := json.NewEncoder(encoded).Encode(value); err != nil {
		return fmt.Errorf("encode search shard %s: %w", name, err)
	}
	rest := bytes.TrimSuffix(encoded.Bytes(), []byte{'\n'})
	var err error
	put := func(b []byte) {
		if err == nil {
			_, err = w.Write(b)
		}
	}
	put([]byte("retrowikiShard('" + name + "','"))
	for len(rest) > 0 {
		n := bytes.IndexAny(rest, `\'`)
		if n < 0 {
			break
		}
		put(rest[:n])
		put([]byte{'\\', rest[n]})
		rest = rest[n+1:]
	}
	put(rest)
	put([]byte("')\n"))
	return err
}

var buffers = sync.Pool{New: func() any { return &bytes.Buffer{} }}

// Numbers are written in base 32, the lowest digit first; a digit of the
// second half of the alphabet says that more follow. It is plain ASCII that
// neither JSON nor a script has to escape, and that gzip packs well.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func appendNumber(b []byte, n int) []byte {
	for n >= 32 {
		b = append(b, digits[32+n&31])
		n >>= 5
	}
	return append(b, digits[n])
}

// number reads one number and gives the rest.
func number(text string) (n int, rest string) {
	for shift := 0; text != ""; shift += 5 {
		digit := strings.IndexByte(digits, text[0])
		text = text[1:]
		n |= digit & 31 << shift
		if digit < 32 {
			break
		}
	}
	return n, text
}

// appendGaps writes ascending numbers as the steps between them.
func appendGaps(b []byte, numbers []int) []byte {
	last := -1
	for _, n := range numbers {
		b = appendNumber(b, n-last-1)
		last = n
	}
	return b
}

// cut shortens a text to at most n bytes, at a word.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	if n <= 0 {
		return ""
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	if i := strings.LastIndexByte(text[:n], ' '); i > n/2 {
		n = i
	}
	return text[:n]
}
