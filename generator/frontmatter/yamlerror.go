package frontmatter

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// diagnosis is what is wrong with a block of YAML, where in raw, and what to
// do about it.
type diagnosis struct {
	start, end    int
	message, hint string
}

func (d diagnosis) Error() string { return d.message }

// failure is what the YAML library says of an error, and where its scanner
// stood when it noticed. The library's line, if any, is that of the construct
// around the error; it gives no column.
type failure struct {
	problem string
	mark    int // offset in raw
	line    int // index of the line that the library names, or that of mark
}

// ahead is how many characters the library's scanner reads before it decides.
const ahead = 4

// trickle hands out one byte at a time, so that what was read when parsing
// fails tells where it failed.
type trickle struct {
	rest []byte
	read int
}

func (t *trickle) Read(into []byte) (int, error) {
	if len(t.rest) == 0 {
		return 0, io.EOF
	}
	if len(into) == 0 {
		return 0, nil
	}
	into[0], t.rest = t.rest[0], t.rest[1:]
	t.read++
	return 1, nil
}

var libraryLine = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(.*)$`)

// failed repeats the parse that failed with err to find out where it did.
func (y *yamlReader) failed(err error) failure {
	t := &trickle{rest: append(append([]byte{}, y.raw...), "\n\n\n\n\n"...)}
	decoder := yaml.NewDecoder(t)
	for again := error(nil); again == nil; {
		again = decoder.Decode(&yaml.Node{})
	}
	f := failure{mark: min(t.read, len(y.raw)+ahead)}
	padded := append(append([]byte{}, y.raw...), "\n\n\n\n\n"...)
	for range ahead {
		_, size := utf8.DecodeLastRune(padded[:f.mark])
		f.mark -= size
	}
	f.mark = min(max(f.mark, 0), len(y.raw))
	f.line = y.lineOf(f.mark)
	if m := libraryLine.FindStringSubmatch(err.Error()); m != nil {
		f.problem = m[2]
		if n, err := strconv.Atoi(m[1]); err == nil && n <= len(y.lines) {
			f.line = n - 1
		} else if strings.HasPrefix(f.problem, "found unexpected") || strings.HasPrefix(f.problem, "could not find") {
			f.line = 0 // the library leaves out the number of the first line
		}
	}
	return f
}

// diagnose reports an error of the library by what most likely caused it.
func (y *yamlReader) diagnose(err error) {
	var d diagnosis
	if !errors.As(err, &d) {
		f := y.failed(err)
		if strings.Contains(f.problem, "exceeded max depth") {
			y.count(0, maxDepth+1, f.mark)
			return
		}
		d = y.explain(f)
	}
	start := min(max(d.start, 0), len(y.raw))
	y.syntaxError(start, min(max(d.end, start), len(y.raw)), d.message, d.hint)
}

// causes are tried in order; the first that fits an error explains it.
var causes = []struct {
	problem string // part of the library's message
	find    func(*yamlReader, failure) (diagnosis, bool)
}{
	{"", (*yamlReader).tabIndent},
	{"unexpected end of stream", (*yamlReader).openQuoteAbove},
	{"unexpected document indicator", (*yamlReader).openQuoteAbove},
	{"did not find expected", (*yamlReader).openQuoteBefore},
	{"mapping values", (*yamlReader).strayColon},
	{"could not find expected ':'", (*yamlReader).noColon},
	{"cannot start any token", (*yamlReader).badStart},
	{"alphabetic or numeric character", (*yamlReader).badStart},
	{"unknown anchor", (*yamlReader).unknownAnchor},
	{"incompatible", (*yamlReader).directive},
	{"directive", (*yamlReader).badStart},
	{"tag", (*yamlReader).badStart},
	{"'!'", (*yamlReader).badStart},
	{"expected comment or line break", (*yamlReader).badStart},
	{"indentation indicator", (*yamlReader).badStart},
	{"block sequence entries", (*yamlReader).strayDash},
	{"mapping keys", (*yamlReader).badStart},
	{"escape", (*yamlReader).badEscape},
	{"hexdecimal", (*yamlReader).badEscape},
	{"expected ','", (*yamlReader).openBracket},
	{"node content", (*yamlReader).openBracket},
	{"did not find expected", (*yamlReader).textBehindValue},
	{"did not find expected", (*yamlReader).badIndent},
}

func (y *yamlReader) explain(f failure) diagnosis {
	for _, cause := range causes {
		if strings.Contains(f.problem, cause.problem) {
			if d, ok := cause.find(y, f); ok {
				return d
			}
		}
	}
	start, end := y.content(y.lineOf(y.backToText(f.mark)))
	return diagnosis{start, end, "this is not YAML: " + f.problem, "mend this line, or put its value in quotes"}
}

// content is where a line's text begins and ends.
func (y *yamlReader) content(line int) (start, end int) {
	text := y.line(line)
	trimmed := strings.TrimLeft(string(text), " \t")
	start = y.lines[line] + len(text) - len(trimmed)
	return start, start + len(strings.TrimRight(trimmed, " \t"))
}

// before is the nearest line above that is neither empty nor a comment, or -1.
func (y *yamlReader) before(line int) int {
	for line--; line >= 0; line-- {
		if start, end := y.content(line); start < end && y.raw[start] != '#' {
			break
		}
	}
	return line
}

// backToText moves an offset out of the white space and comments in front of
// it, where the scanner looked for more.
func (y *yamlReader) backToText(at int) int {
	line := y.lineOf(min(at, len(y.raw)))
	if start, end := y.content(line); at > start && start < end && y.raw[start] != '#' {
		return at
	}
	if line = y.before(line); line < 0 {
		return min(at, len(y.raw))
	}
	_, end := y.content(line)
	return max(end-1, 0)
}

// suspects are the lines that an error may be in: that of the mark, and the
// one above it.
func (y *yamlReader) suspects(f failure) []int {
	line := y.lineOf(f.mark)
	if above := y.before(line); above >= 0 {
		return []int{line, above}
	}
	return []int{line}
}

func (y *yamlReader) tabIndent(f failure) (diagnosis, bool) {
	suspects := y.suspects(f)
	if next := suspects[0] + 1; next < len(y.lines) && strings.Contains(f.problem, "tab character") {
		suspects = append(suspects, next)
	}
	for _, line := range suspects {
		start, end := y.content(line)
		if i := strings.IndexByte(string(y.raw[y.lines[line]:start]), '\t'); i >= 0 && start < end {
			at := y.lines[line] + i
			return diagnosis{at, at + 1, "a tab indents this line; YAML wants spaces", "indent with spaces, two for each level"}, true
		}
	}
	return diagnosis{}, false
}

// key names the key of a line for a message.
func (y *yamlReader) key(line int) string {
	if m := keyed.FindSubmatch(y.line(line)); m != nil {
		return fmt.Sprintf("the value of `%s`", bytes.Trim(m[1], `"'`))
	}
	return "this value"
}
