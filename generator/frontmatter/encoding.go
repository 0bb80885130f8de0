package frontmatter

import (
	"bytes"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

const (
	hintUTF16  = "convert the file: iconv -f UTF-16 -t UTF-8 old.md > new.md"
	hintLatin1 = "convert the file, if it is in the old Windows encoding: iconv -f WINDOWS-1252 -t UTF-8 old.md > new.md"
	hintNUL    = "delete the byte; if there are many, the file is in UTF-16 (iconv -f UTF-16 -t UTF-8) or no text at all"
)

// checkEncoding reports the first byte of the file that is not text in UTF-8,
// and whether there is none.
func (p *parser) checkEncoding() bool {
	src := p.text.Bytes
	if isUTF16(src) {
		p.report(diag.Error, "encoding", p.text.Span(0, 0), hintUTF16, "the file is in UTF-16, and only UTF-8 is read")
		return false
	}
	nul, bad := bytes.IndexByte(src, 0), firstInvalid(src)
	if nul >= 0 && (bad < 0 || nul < bad) {
		p.report(diag.Error, "encoding", p.text.Span(nul, nul+1), hintNUL, "a NUL byte stands here, which no text has")
		return false
	}
	if bad >= 0 {
		p.report(diag.Error, "encoding", p.text.Span(bad, bad+1), hintLatin1, "byte 0x%02X is not UTF-8", src[bad])
		return false
	}
	return true
}

// isUTF16 knows a byte order mark, and Latin letters that alternate with NUL.
func isUTF16(src []byte) bool {
	if bytes.HasPrefix(src, []byte{0xFF, 0xFE}) || bytes.HasPrefix(src, []byte{0xFE, 0xFF}) {
		return true
	}
	if len(src) < 4 {
		return false
	}
	return src[0] == 0 && src[2] == 0 && src[1] != 0 && src[3] != 0 || src[1] == 0 && src[3] == 0 && src[0] != 0 && src[2] != 0
}

func firstInvalid(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
