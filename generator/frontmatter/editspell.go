package frontmatter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// spellKey writes a key and what parts it from its value.
func (e *editor) spellKey(name string) string {
	switch e.doc.Format {
	case JSON:
		return Quote(JSON, name) + ": "
	case TOML:
		if !bareKey.MatchString(name) {
			name = Quote(TOML, name)
		}
		return name + " = "
	}
	return Quote(YAML, name) + ": "
}

// spell writes a value on one line.
func (e *editor) spell(n *Node) (text string, ok bool) {
	switch n.Kind {
	case Sequence:
		var items []string
		for _, item := range n.Items {
			text, ok := e.spell(item)
			if !ok {
				return "", false
			}
			items = append(items, text)
		}
		return "[" + strings.Join(items, ", ") + "]", true
	case String:
		return Quote(e.doc.Format, n.Text), true
	case Time:
		return n.Text, plainKind(n.Text) == Time && e.doc.Format != JSON
	case Int, Bool:
		return n.Text, plainKind(n.Text) == n.Kind
	}
	return "", false
}

var (
	bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

	// What nobody's YAML reads as anything but text. Names that begin with a
	// digit have a word behind a hyphen, since 1_000, 0b11 and 1e3 are numbers
	// somewhere.
	plainWords = regexp.MustCompile(`^\p{L}[\p{L}\p{N}_./()+' -]*$`)
	plainName  = regexp.MustCompile(`^[0-9][0-9-]*-[a-z]{2}[a-z0-9._-]*$`)
)

// notText are words that some reader of YAML takes for a truth or for nothing.
var notText = map[string]bool{
	"y": true, "yes": true, "n": true, "no": true, "on": true, "off": true, "true": true, "false": true, "null": true,
}

// Quote writes text as a scalar of a format: for YAML plain where it is text
// for every reader, in block and in flow style, and else in double quotes, in
// which everything that is not printable is an escape.
func Quote(format Format, text string) string {
	switch format {
	case JSON:
		return quoteJSON(text)
	case TOML:
		return quoteEscaped(text)
	}
	plain := plainWords.MatchString(text) || plainName.MatchString(text)
	if plain && !notText[strings.ToLower(text)] && strings.TrimSpace(text) == text && plainKind(text) == String {
		return text
	}
	return quoteEscaped(text)
}

func quoteJSON(text string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return `""`
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// quoteEscaped writes a string in double quotes with the escapes that YAML and
// TOML share.
func quoteEscaped(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r == '\r':
			out.WriteString(`\r`)
		case r > 0xFFFF && !unicode.IsPrint(r):
			fmt.Fprintf(&out, `\U%08X`, r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&out, `\u%04X`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}
