package frontmatter

import (
	"bytes"
	"regexp"
	"slices"
	"unicode"

	adrg "github.com/adrg/frontmatter"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// fence is the line that opens a block and the line that closes it.
type fence struct {
	open, close string
	format      Format
}

var (
	plainFence = fence{"---", "---", YAML}
	braceFence = fence{"{", "}", JSON} // the braces are part of the JSON, and an empty line follows
	fences     = []fence{
		plainFence, {"---yaml", "---", YAML},
		{"+++", "+++", TOML}, {"---toml", "---", TOML},
		{";;;", ";;;", JSON}, {"---json", "---", JSON}, braceFence,
	}
)

// block is where a frontmatter stands; all offsets count in the file.
type block struct {
	fence
	opening, closing int // where these lines begin
	rawStart, rawEnd int
	body             int
}

// split finds the block; format is None where there is none that is whole.
func (p *parser) split() block {
	src := p.text.Bytes
	start := p.bom()
	none := block{rawStart: start, rawEnd: start, body: start}
	at := start
	line, next := lineAt(src, at)
	for len(bytes.TrimSpace(line)) == 0 && next < len(src) {
		at = next
		line, next = lineAt(src, at)
	}
	word := string(trimRight(line))
	i := slices.IndexFunc(fences, func(f fence) bool { return f.open == word })
	if i < 0 {
		p.almostFence(line, at, next)
		return none
	}
	b := block{fence: fences[i], opening: at, rawStart: next}
	if b.fence == braceFence {
		b.rawStart = at
	}
	if !p.findClose(&b, next) {
		return none
	}
	return b
}

// findClose looks for the closing line from an offset on, and reports it
// missing.
func (p *parser) findClose(b *block, from int) bool {
	src := p.text.Bytes
	dots := -1 // a line `...`, which ends YAML but is no fence
	stray := -1
	for at, next := from, from; at < len(src); at = next {
		var line []byte
		line, next = lineAt(src, at)
		word := string(trimRight(line))
		switch {
		case word == b.close && b.fence == braceFence:
			after, end := lineAt(src, next)
			if len(bytes.TrimSpace(after)) == 0 {
				b.closing, b.rawEnd, b.body = at, next, end
				return true
			}
			stray = at
		case word == b.close:
			b.closing, b.rawEnd, b.body = at, at, next
			return true
		case dots >= 0 && word != "":
			return p.closedByDots(b, dots)
		case b.format == YAML && word == "..." && dots < 0:
			dots = at
		}
	}
	if dots >= 0 {
		return p.closedByDots(b, dots)
	}
	p.unclosed(b, stray)
	return false
}

// closedByDots takes a line `...` for the closing fence, as Jekyll and pandoc
// do, so that the fields are known; others would show them as text.
func (p *parser) closedByDots(b *block, at int) bool {
	_, next := lineAt(p.text.Bytes, at)
	b.close, b.closing, b.rawEnd, b.body = "...", at, at, next
	span := p.text.Span(at, at+3)
	p.report(diag.Error, "unclosed", span, "write `---` in its place", "`...` does not close a frontmatter everywhere")
	p.findings[len(p.findings)-1].Fixes = []diag.Fix{{Span: span, NewText: "---"}}
	return true
}

func (p *parser) unclosed(b *block, stray int) {
	span := p.text.Span(b.opening, b.opening+len(b.open))
	if stray >= 0 {
		p.report(diag.Error, "unclosed", p.text.Span(stray, stray+1), "put an empty line behind it",
			"text follows this `}`, so it does not close the frontmatter")
		return
	}
	hint := "end the frontmatter with a line that holds nothing but `" + b.close + "`, not indented"
	if b.fence == plainFence {
		hint += "; write `***` if a line across the page is meant"
	}
	p.report(diag.Error, "unclosed", span, hint, "the frontmatter that `%s` opens is never closed, so the whole file is read as its body", b.open)
}

var (
	labelledFence = regexp.MustCompile(`^---[ \t]*[A-Za-z]+$`)
	bareJSON      = regexp.MustCompile(`^\{[ \t]*"[^"]*"[ \t]*:`)
	fieldLine     = regexp.MustCompile(`^[ \t]*["']?[\w-]+["']?[ \t]*[:=]`)
)

// almostFence reports a first line that somebody may have meant as a fence,
// where the rest of the file looks like it.
func (p *parser) almostFence(line []byte, at, next int) {
	if i := bytes.IndexByte(line, '\r'); i >= 3 && i+1 < len(line) && line[i+1] != '\n' && fieldLine.Match(line[i+1:]) {
		p.report(diag.Error, "encoding", p.text.Span(at+i, at+i+1), "convert the file: tr '\\r' '\\n' < old.md > new.md",
			"lines end in a carriage return alone here, so this is read as the body")
		return
	}
	word := string(bytes.TrimSpace(line))
	indented := slices.ContainsFunc(fences, func(f fence) bool { return f.open == word && f != braceFence })
	if !indented && !labelledFence.MatchString(word) {
		if bareJSON.Match(line) {
			p.report(diag.Error, "fence", p.text.Span(at, at+1), "put a line break behind the first `{` and before the last `}`",
				"JSON frontmatter begins with a line that holds nothing but `{`, so this is read as the body")
		}
		return
	}
	if first, _ := lineAt(p.text.Bytes, next); !fieldLine.Match(first) {
		return
	}
	for closing := next; closing < len(p.text.Bytes); {
		var rest []byte
		rest, closing = lineAt(p.text.Bytes, closing)
		if end := string(bytes.TrimSpace(rest)); end != "" && end == word[:min(3, len(word))] {
			message := "`" + word + "` opens no frontmatter, so this is read as the body"
			if indented {
				message = "this `" + word + "` is indented and opens no frontmatter, so this is read as the body"
			}
			p.report(diag.Error, "fence", p.text.Span(at, at+len(trimRight(line))),
				"begin the line with `---` for YAML, `+++` for TOML or `;;;` for JSON, and nothing else", "%s", message)
			return
		}
	}
}

// bodyForAdrg is how many bytes of the body adrg/frontmatter gets to see: enough
// to tell where the body begins.
const bodyForAdrg = 256

// adrgAgrees hands the head of the file to adrg/frontmatter for the split and
// compares.
func (p *parser) adrgAgrees(b block) bool {
	start, end := p.bom(), min(b.body+bodyForAdrg, len(p.text.Bytes))
	var raw []byte
	format := adrg.NewFormat(b.open, b.close, func(data []byte, into any) error {
		*into.(*[]byte) = data
		return nil
	})
	format.UnmarshalDelims = b.fence == braceFence
	format.RequiresNewLine = b.fence == braceFence
	masked := p.masked(b, end)
	body, err := adrg.MustParse(bytes.NewReader(masked), &raw, format)
	if err == nil && len(body) == end-b.body && bytes.HasPrefix(raw, masked[b.rawStart-start:b.rawEnd-start]) &&
		len(bytes.TrimSpace(raw[b.rawEnd-b.rawStart:])) == 0 {
		return true
	}
	p.report(diag.Error, "split", p.text.Span(b.opening, b.opening+len(b.open)),
		"write the two fences as plain lines of their own and report this as a bug of retrowiki",
		"the place where the frontmatter ends is in doubt, so nothing of it is read")
	return false
}

// masked is the file up to end without its byte order mark, with every line
// that adrg would take for the closing fence made into something else of that
// length.
func (p *parser) masked(b block, end int) []byte {
	start := p.bom()
	masked := bytes.Clone(p.text.Bytes[start:end])
	_, next := lineAt(masked, b.opening-start)
	for at := next; at < b.closing-start; at = next {
		var line []byte
		line, next = lineAt(masked, at)
		if word := bytes.TrimSpace(line); string(word) == b.close {
			word[0] = 'x'
		}
	}
	return masked
}

// lineAt gives the line at an offset with its line end, and the next offset.
func lineAt(src []byte, at int) (line []byte, next int) {
	next = len(src)
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		next = at + i + 1
	}
	return src[at:next], next
}

func trimRight(line []byte) []byte { return bytes.TrimRightFunc(line, unicode.IsSpace) }
