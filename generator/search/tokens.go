package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A word's lengths in characters: shorter ones tell nothing, longer ones are
// data.
const (
	shortest = 2
	longest  = 48
)

// tokenizer gives the words of texts. A stretch of letters, digits, and single
// hyphens, underscores and points between them is a word as a whole, without
// those joints; and so is each part, and each piece of a part in camelCase.
// 2,147,483,647 is one number. Of Chinese and Japanese each two neighbours are
// a word. Words are folded: é is e, ß is ss, Ａ is a.
type tokenizer struct {
	each  func([]byte)
	whole []byte // folded so far, as all below
	part  []byte
	piece []byte
	parts int
	raw   []rune
	wide  bool // raw holds more than ASCII
}

// ASCII letters and digits are classified by table; everything else by the
// tables of Unicode.
const (
	other = iota
	lower
	upper
	figure
)

var class = func() (table [utf8.RuneSelf]uint8) {
	for c := range table {
		switch {
		case 'a' <= c && c <= 'z':
			table[c] = lower
		case 'A' <= c && c <= 'Z':
			table[c] = upper
		case '0' <= c && c <= '9':
			table[c] = figure
		}
	}
	return table
}()

// read gives each word of a text to t.each, in a buffer that is used again.
func (t *tokenizer) read(text string) {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if class[c] == other {
				i++
				continue
			}
			if n := plainWord(text[i:]); n > 0 {
				t.plain(text[i : i+n])
				i += n
				continue
			}
			i += t.compound(text[i:])
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case !isWord(r):
			i += size
		case isCJK(r):
			i += t.pairs(text[i:])
		default:
			i += t.compound(text[i:])
		}
	}
}

// plainWord is the length of a word of ASCII in one case (but for its first
// letter) and without joints, as nearly all are; 0 if it is another one.
func plainWord(text string) int {
	i := 1
	for i < len(text) && text[i] < utf8.RuneSelf && (class[text[i]] == lower || class[text[i]] == figure) {
		i++
	}
	if i == len(text) {
		return i
	}
	switch c := text[i]; {
	case c >= utf8.RuneSelf, class[c] == upper, c == '-', c == '_', c == '.', c == ',':
		return 0
	}
	return i
}

func (t *tokenizer) plain(word string) {
	if len(word) < shortest || len(word) > longest {
		return
	}
	t.part = append(t.part[:0], word...)
	if t.part[0] <= 'Z' && class[t.part[0]] == upper {
		t.part[0] |= 0x20
	}
	t.each(t.part)
}

// compound reads a stretch with joints, capitals or letters beyond ASCII, and
// gives its length.
func (t *tokenizer) compound(text string) int {
	t.whole, t.parts = t.whole[:0], 0
	end := 0
	for {
		n, next := t.readPart(text[end:])
		end += n
		t.parts++
		t.emitPart(next)
		if next == 0 {
			break
		}
		end += next
	}
	if t.parts > 1 {
		t.emit(t.whole)
	}
	return end
}

// readPart collects letters and digits up to a joint or the end; next is the
// length of the joint, 0 at the end.
func (t *tokenizer) readPart(text string) (n, next int) {
	t.raw, t.wide = t.raw[:0], false
	for n < len(text) {
		r, size := rune(text[n]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[n:])
			t.wide = true
		}
		switch {
		case isWord(r) && !isCJK(r):
			t.raw = append(t.raw, r)
			n += size
			continue
		case r == ',' && len(t.raw) > 0 && isFigure(t.raw[len(t.raw)-1]) && threeFigures(text[n+1:]):
			n++
			continue
		case (r == '-' || r == '_' || r == '.') && n+1 < len(text):
			if after, _ := utf8.DecodeRuneInString(text[n+1:]); isWord(after) && !isCJK(after) {
				return n, 1
			}
		}
		break
	}
	return n, 0
}

// emitPart gives a part and, if it has more than one, its pieces; next is the
// length of the joint behind it.
func (t *tokenizer) emitPart(next int) {
	from, pieces := 0, 0
	for i := 1; i < len(t.raw); i++ {
		if camel(t.raw, i) {
			pieces++
			t.piece = t.fold(t.piece[:0], t.raw[from:i])
			t.emit(t.piece)
			from = i
		}
	}
	if pieces > 0 {
		t.piece = t.fold(t.piece[:0], t.raw[from:])
		t.emit(t.piece)
	}
	t.part = t.fold(t.part[:0], t.raw)
	t.emit(t.part)
	if t.parts > 1 || next > 0 {
		t.whole = append(t.whole, t.part...)
	}
}

// camel reports whether a piece begins at i: aB, or the B of AAb.
func camel(raw []rune, i int) bool {
	if !unicode.IsUpper(raw[i]) {
		return false
	}
	return unicode.IsLower(raw[i-1]) || unicode.IsUpper(raw[i-1]) && i+1 < len(raw) && unicode.IsLower(raw[i+1])
}

func (t *tokenizer) emit(word []byte) {
	if len(word) < shortest || len(word) > longest && utf8.RuneCount(word) > longest || len(word) < 2*utf8.UTFMax && utf8.RuneCount(word) < shortest {
		return
	}
	t.each(word)
}

// fold appends the folded form of a word.
func (t *tokenizer) fold(to []byte, word []rune) []byte {
	if !t.wide {
		for _, r := range word {
			if 'A' <= r && r <= 'Z' {
				r |= 0x20
			}
			to = append(to, byte(r))
		}
		return to
	}
	return append(to, fold(string(word))...)
}

func fold(word string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strip(norm.NFKD.String(word))) {
		if s, ok := folded[r]; ok {
			b.WriteString(s)
		} else if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// strip leaves out what is put above, below or through letters.
func strip(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		return r
	}, word)
}

// folded are letters that Unicode does not take apart.
var folded = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ł': "l", 'ı': "i", 'ς': "σ"}

// pairs gives each two neighbours of a stretch of Chinese or Japanese, or the
// one that stands alone, and the stretch's length.
func (t *tokenizer) pairs(text string) int {
	t.raw = t.raw[:0]
	end := 0
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !isWord(r) || !isCJK(r) {
			break
		}
		t.raw = append(t.raw, r)
		end += size
	}
	runes := []rune(fold(string(t.raw)))
	if len(runes) == 1 {
		t.each([]byte(string(runes)))
	}
	for i := 0; i+1 < len(runes); i++ {
		t.each([]byte(string(runes[i : i+2])))
	}
	return end
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return class[r] != other
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// isCJK reports whether a script without spaces is written with r: ranges, so
// that the browser's script can say the same.
func isCJK(r rune) bool {
	return r >= 0x3040 && (r <= 0x30FF || 0x3400 <= r && r <= 0x4DBF || 0x4E00 <= r && r <= 0x9FFF ||
		0xF900 <= r && r <= 0xFAFF || 0xFF66 <= r && r <= 0xFF9F || 0x20000 <= r && r <= 0x3FFFF)
}

func isFigure(r rune) bool { return '0' <= r && r <= '9' }

func threeFigures(text string) bool {
	return len(text) >= 3 && isFigure(rune(text[0])) && isFigure(rune(text[1])) && isFigure(rune(text[2]))
}
