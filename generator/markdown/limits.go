package markdown

import (
	"bytes"
	"fmt"
)

// What a text may hold. goldmark takes no context and can be kept busy for
// minutes by a small text, so it is bounded before it is parsed.
const (
	maxBytes      = 1 << 20
	maxDepth      = 100   // quotes and lists in each other, on one line
	maxDelimiters = 5_000 // * _ ~ [ ] ( ` < in one paragraph
	maxColumns    = 200   // of a table
	maxReferences = 2_000 // definitions and footnotes
	maxOutput     = 5 << 20
)

// tooComplex says what keeps a text from being parsed and at which byte; ""
// if nothing does.
func tooComplex(source []byte) (at int, problem string) {
	if len(source) > maxBytes {
		return maxBytes, fmt.Sprintf("the text has more than %d bytes", maxBytes)
	}
	delimiters, references, offset := 0, 0, 0
	fenced := []byte(nil)
	for line := range bytes.Lines(source) {
		if d := containers(line); d > maxDepth {
			return offset, fmt.Sprintf("quotes and lists stand %d deep in each other, more than %d", d, maxDepth)
		}
		trimmed := bytes.TrimSpace(line)
		switch {
		case fenced != nil:
			if bytes.HasPrefix(trimmed, fenced) && len(bytes.Trim(trimmed, string(fenced[:1]))) == 0 {
				fenced = nil
			}
		case bytes.HasPrefix(trimmed, []byte("```")) && !bytes.Contains(trimmed[3:], []byte("`")), bytes.HasPrefix(trimmed, []byte("~~~")):
			fenced = trimmed[:3]
		case len(trimmed) == 0:
			delimiters = 0
		default:
			for _, c := range trimmed {
				if c == '*' || c == '_' || c == '~' || c == '[' || c == ']' || c == '(' || c == '`' || c == '<' || c == '!' || c == ':' {
					delimiters++
				}
			}
			if bytes.HasPrefix(trimmed, []byte("[")) && bytes.Contains(trimmed, []byte("]:")) || bytes.Contains(trimmed, []byte("[^")) {
				references++
			}
			if n := bytes.Count(trimmed, []byte("|")); n > maxColumns {
				return offset, fmt.Sprintf("a table has %d columns, more than %d", n, maxColumns)
			}
		}
		if delimiters > maxDelimiters {
			return offset, fmt.Sprintf("a paragraph has more than %d characters that mark something up", maxDelimiters)
		}
		if references > maxReferences {
			return offset, fmt.Sprintf("the text has more than %d references", maxReferences)
		}
		offset += len(line)
	}
	return 0, ""
}

// containers counts how many quotes and lists a line opens or stands in.
func containers(line []byte) int {
	depth, spaces := 0, 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ':
			spaces++
		case c == '\t':
			spaces += 4
		case c == '>':
			depth++
		case (c == '-' || c == '+' || c == '*') && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t' || line[i+1] == '\n'):
			depth++
		case c >= '0' && c <= '9':
			j := i
			for j < len(line) && line[j] >= '0' && line[j] <= '9' {
				j++
			}
			if j+1 < len(line) && (line[j] == '.' || line[j] == ')') && line[j+1] == ' ' {
				depth++
				i = j
				continue
			}
			return max(depth, spaces/4)
		default:
			return max(depth, spaces/4)
		}
	}
	return depth
}
