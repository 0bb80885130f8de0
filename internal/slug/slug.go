// Package slug turns words into names that are safe as a file on every system
// and in every URL.
package slug

import (
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxLength is the longest slug, in bytes.
const MaxLength = 100

var spelled = strings.NewReplacer("#", " sharp ", "+", " plus ", "&", " and ", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "'", "", "’", "")

// Make returns the nearest name in [a-z0-9][a-z0-9._-]*: lower case, accents
// taken off, everything else a hyphen. Text without any such letter gets a
// name made from its hash, so that Make never returns "" and tells different
// scripts apart. Names that Windows reserves get a hyphen behind them,
// before any extension.
func Make(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(spelled.Replace(strings.ToLower(text))) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case (r == '.' || r == '_') && b.Len() > 0 && !gap:
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			gap = true
		}
		if b.Len() >= MaxLength {
			break
		}
	}
	name := strings.TrimRight(b.String(), "._-")
	if name == "" || lossy(text) {
		h := fnv.New32a()
		h.Write([]byte(text))
		name = strings.TrimPrefix(fmt.Sprintf("%s-%08x", name, h.Sum32()), "-")
	}
	if reserved(name) {
		base, _, _ := strings.Cut(name, ".")
		name = base + "-" + name[len(base):]
	}
	return name
}

// lossy reports whether most of the text's letters are of scripts that a slug
// cannot spell, so that two such texts could end with the same name.
func lossy(text string) bool {
	kept, lost := 0, 0
	for _, r := range text {
		switch {
		case r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			kept++
		case unicode.IsLetter(r):
			lost++
		}
	}
	return lost > kept
}

// reserved knows the device names of Windows, with or without an extension.
func reserved(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	switch base {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(base) == 4 && (base[:3] == "com" || base[:3] == "lpt") && base[3] >= '0' && base[3] <= '9'
}

// Valid reports whether a name is one that Make could have returned.
func Valid(name string) bool {
	for i, r := range name {
		ok := r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || i > 0 && (r == '.' || r == '_' || r == '-')
		if !ok {
			return false
		}
	}
	return name != "" && len(name) <= 200 && !reserved(name)
}
