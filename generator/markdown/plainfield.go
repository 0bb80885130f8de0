package markdown

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/util"
)

// asParagraph gives the HTML of a field that holds one line in which nothing
// means anything to Markdown, as most do. What it says is what the parser and
// the renderer would say, which the tests hold it to; it only saves asking.
func asParagraph(source string) (HTML, bool) {
	text := strings.TrimRight(source, " \n")
	if text == "" || strings.Contains(text, "www.") {
		return "", false
	}
	if mayRefer([]byte(text)) {
		return "", false
	}
	for i, r := range text {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		case i == 0: // at the beginning of a line, figures and marks make lists and rules
			return "", false
		case '0' <= r && r <= '9', strings.ContainsRune(" ,.;'\"()/%?-", r):
		case r < 0x80, r == unicode.ReplacementChar, !unicode.IsLetter(r):
			return "", false
		}
	}
	return HTML("<p>" + string(util.EscapeHTML([]byte(text))) + "</p>"), true
}
