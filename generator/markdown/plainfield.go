package markdown

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/util"
)

// isParagraph reports whether a field holds one line in which nothing means
// anything to Markdown, as most do. What paragraph then says is what the parser
// and the renderer would say, which the tests hold it to; it only saves asking.
func isParagraph(source []byte) bool {
	text := bytes.TrimRight(source, " \n")
	if len(text) == 0 || bytes.Contains(text, []byte("www.")) || mayRefer(text) {
		return false
	}
	for i, r := range string(text) {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		case i == 0: // at the beginning of a line, figures and marks make lists and rules
			return false
		case '0' <= r && r <= '9', strings.ContainsRune(" ,.;'\"()/%?-", r):
		case r < 0x80, r == unicode.ReplacementChar, !unicode.IsLetter(r):
			return false
		}
	}
	return true
}

func paragraph(source []byte) HTML {
	return HTML("<p>" + string(util.EscapeHTML(bytes.TrimRight(source, " \n"))) + "</p>")
}
