package transcript

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decoded gives bytes without a byte order mark. UTF-16 is told by its own, or
// by every other byte being none; it comes out as UTF-8.
func decoded(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	head, _ := b.Peek(64)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		b.Discard(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")) || empty(head, 1):
		return &wide{from: b, little: true}
	case bytes.HasPrefix(head, []byte("\xfe\xff")) || empty(head, 0):
		return &wide{from: b}
	}
	return b
}

// empty reports whether every other byte is zero, as in ASCII text that is
// written in UTF-16.
func empty(head []byte, first int) bool {
	if len(head) < 8 || len(head)%2 != 0 {
		return false
	}
	for i := first; i < len(head); i += 2 {
		if head[i] != 0 || head[i^1] == 0 {
			return false
		}
	}
	return true
}

// wide reads UTF-16.
type wide struct {
	from   *bufio.Reader
	little bool
	rest   []byte
	first  rune // of a pair
}

func (w *wide) Read(p []byte) (int, error) {
	for len(w.rest) == 0 {
		var two [2]byte
		if _, err := io.ReadFull(w.from, two[:]); err != nil {
			if err == io.ErrUnexpectedEOF {
				err = io.EOF
			}
			return 0, err
		}
		r := rune(two[0])<<8 | rune(two[1])
		if w.little {
			r = rune(two[1])<<8 | rune(two[0])
		}
		switch {
		case r == 0xfeff:
		case r >= 0xd800 && r < 0xdc00:
			w.first = r
		case w.first != 0:
			w.rest = utf8.AppendRune(nil, utf16.DecodeRune(w.first, r))
			w.first = 0
		default:
			w.rest = utf8.AppendRune(nil, r)
		}
	}
	n := copy(p, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

// windows1252 is what the bytes from 0x80 to 0x9f mean on Windows, where many an
// old log was written; the other bytes are as in Latin-1.
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

var windowsRunes = []rune(windows1252)

// readable takes bytes that are no UTF-8 for Latin-1, each by itself: a channel
// had people with either.
func readable(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			if r = rune(text[0]); r >= 0x80 && r < 0xa0 {
				r = windowsRunes[r-0x80]
			}
		}
		b.WriteRune(r)
		text = text[size:]
	}
	return b.String()
}

// longestLine is how much of a line is read; the rest of it is passed over.
const longestLine = 64 << 10

// lines calls visit for each line with its number, without its end.
func lines(r io.Reader, visit func(number int, line string)) error {
	b := bufio.NewReaderSize(r, longestLine)
	for number := 1; ; number++ {
		part, prefix, err := b.ReadLine()
		if err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
		line := string(part)
		for prefix && err == nil {
			_, prefix, err = b.ReadLine()
		}
		visit(number, strings.TrimRight(readable(line), "\r"))
	}
}
