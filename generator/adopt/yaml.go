package adopt

import (
	"strings"
	"unicode"

	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// YAML writes a mapping as the lines of a frontmatter, without fences, in the
// style of docs/format.md: short lists in brackets, Markdown of several lines
// in a block.
func YAML(root *frontmatter.Node) string {
	var b strings.Builder
	mapping(&b, root.Pairs, "", "")
	return b.String()
}

// mapping writes pairs; the first line begins with first instead of indent.
func mapping(b *strings.Builder, pairs []frontmatter.Pair, first, indent string) {
	for n, p := range pairs {
		lead := indent
		if n == 0 {
			lead = first
		}
		b.WriteString(lead + key(p.Key.Text) + ":")
		value(b, p.Value, indent)
	}
}

func value(b *strings.Builder, v *frontmatter.Node, indent string) {
	switch v.Kind {
	case frontmatter.Mapping:
		if len(v.Pairs) == 0 {
			b.WriteString(" {}\n")
			return
		}
		b.WriteByte('\n')
		mapping(b, v.Pairs, indent+"  ", indent+"  ")
	case frontmatter.Sequence:
		sequence(b, v, indent)
	default:
		if block, ok := blockScalar(v.Text, indent+"  "); ok {
			b.WriteString(block)
			return
		}
		b.WriteString(" " + Scalar(v.Text, false) + "\n")
	}
}

func sequence(b *strings.Builder, v *frontmatter.Node, indent string) {
	flat := true
	var words []string
	for _, item := range v.Items {
		flat = flat && item.Kind != frontmatter.Mapping && item.Kind != frontmatter.Sequence
		words = append(words, Scalar(item.Text, true))
	}
	if flat {
		b.WriteString(" [" + strings.Join(words, ", ") + "]\n")
		return
	}
	b.WriteByte('\n')
	for _, item := range v.Items {
		if item.Kind == frontmatter.Mapping && len(item.Pairs) > 0 {
			mapping(b, item.Pairs, indent+"  - ", indent+"    ")
			continue
		}
		b.WriteString(indent + "  - " + Scalar(item.Text, false) + "\n")
	}
}

// blockScalar writes text of several lines below a `|`, where that is exactly
// the text.
func blockScalar(text, indent string) (string, bool) {
	if !strings.Contains(text, "\n") || text != strings.TrimSpace(text) || strings.ContainsFunc(text, special) {
		return "", false
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = indent + line
		}
	}
	return " |-\n" + strings.Join(lines, "\n") + "\n", true
}

// special are the characters that YAML does not take as they are.
func special(r rune) bool {
	return r != '\n' && (unicode.IsControl(r) || r == '\ufeff' || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar || !unicode.IsPrint(r) && !unicode.IsSpace(r))
}

func key(text string) string {
	if text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") == "" {
		return text
	}
	return frontmatter.Quote(frontmatter.YAML, text)
}

// Scalar writes text as a YAML scalar on one line: plain where nothing in it
// means something else, and times as they are. In brackets, more has to stand
// in quotes.
func Scalar(text string, inBrackets bool) string {
	if momentKnown(text) && !strings.ContainsAny(text, " ~") {
		return text
	}
	switch {
	case text == "", text != strings.TrimSpace(text), strings.ContainsFunc(text, special), strings.ContainsAny(text, "\n\t\\"),
		strings.ContainsAny(text[:1], "-+.0123456789?:,[]{}#&*!|>'\"%@`=~<"), strings.Contains(text, ": "), strings.Contains(text, " #"), strings.HasSuffix(text, ":"),
		inBrackets && strings.ContainsAny(text, ":,[]{}'\"#"):
		return frontmatter.Quote(frontmatter.YAML, text)
	}
	for _, word := range []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"} {
		if strings.EqualFold(text, word) {
			return frontmatter.Quote(frontmatter.YAML, text)
		}
	}
	return text
}
