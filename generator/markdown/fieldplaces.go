package markdown

import "strings"

// places gives, for each byte of a field's text, where it stands in the file;
// nil where that cannot be told.
//
// A block scalar is indented, a folded one has its lines broken elsewhere, and
// a quoted one begins with a mark; but white space apart, all of them have the
// same characters in the same order. Where a text has escapes it differs, and
// findings point to the field as a whole.
func (d *Doc) places() []int {
	if d.file == nil || d.span.End.Offset > len(d.file.Bytes) || d.span.Start.Offset > d.span.End.Offset {
		return nil
	}
	at, end := d.span.Start.Offset, d.span.End.Offset
	written := d.file.Bytes
	at += opening(string(written[at:end]))
	places := make([]int, len(d.source))
	for i, c := range d.source {
		if blank(c) {
			places[i] = min(at, max(end-1, 0))
			continue
		}
		for at < end && blank(written[at]) {
			at++
		}
		if at == end || written[at] != c {
			return nil
		}
		places[i] = at
		at++
	}
	return places
}

// opening is how many bytes stand before a scalar's first: a mark of
// quotation, or the line that says what kind of block follows.
func opening(written string) int {
	switch {
	case strings.HasPrefix(written, `"""`), strings.HasPrefix(written, `'''`):
		return 3
	case strings.HasPrefix(written, `"`), strings.HasPrefix(written, `'`):
		return 1
	case strings.HasPrefix(written, "|"), strings.HasPrefix(written, ">"):
		return strings.IndexByte(written, '\n') + 1
	}
	return 0
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
