// Package change says in words what became of an incident's file between two
// of its versions: "severity: SEV2 → SEV1", "adds remediation “Widen the key”".
//
// It reads by lines and not by the grammar, since a wiki's whole history is read
// in every build; where it does not understand a version, it says less. What it
// returns holds words of authors, and is plain text.
package change

import (
	"slices"
	"strings"
	"unicode"
)

// most is how many phrases are said of one change.
const most = 8

// Between says what changed, in the order of the file; nil where the two are
// the same, or where it cannot be told.
func Between(before, now *Version) []string {
	a, b := before.file, now.file
	var said []string
	said = append(said, fields(a.fields, b.fields)...)
	said = append(said, remediations(a.remediations, b.remediations)...)
	said = append(said, sections(a.sections, b.sections)...)
	if len(said) > most {
		said = append(said[:most-1], count(len(said)-most+1, "change", "changes")+" more")
	}
	return said
}

// part is something with a name and what is written of it.
type part struct{ name, text string }

func find(parts []part, name string) (string, bool) {
	for _, p := range parts {
		if p.name == name {
			return p.text, true
		}
	}
	return "", false
}

func byName(parts []part) map[string]string {
	texts := make(map[string]string, len(parts))
	for _, p := range parts {
		texts[p.name] = p.text
	}
	return texts
}

func fields(before, now []part) []string {
	var said []string
	for _, f := range now {
		old, had := find(before, f.name)
		if had && old == f.text {
			continue
		}
		if phrase := field(words(f.name), old, f.text, had); phrase != "" {
			said = append(said, phrase)
		}
	}
	for _, f := range before {
		if _, still := find(now, f.name); !still {
			said = append(said, "removes "+words(f.name))
		}
	}
	return said
}

// field says how a field changed; "" where only its spelling did.
func field(name, old, text string, had bool) string {
	to, scalar := scalar(text)
	from, wasScalar := scalarOrNothing(old)
	switch {
	case had && scalar && wasScalar && from == to:
		return ""
	case scalar && to != "" && !had:
		return name + ": " + shown(to)
	case scalar && wasScalar && to != "" && from != "":
		return name + ": " + shown(from) + " → " + shown(to)
	}
	if a, b := list(old), list(text); a != nil || b != nil {
		if said := lists(a, b); said != "" {
			return name + ": " + said
		}
	}
	if !had {
		return "adds " + name
	}
	return "changes " + name
}

func scalarOrNothing(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	return scalar(text)
}

// scalar is a value that stands on one line.
func scalar(text string) (value string, ok bool) {
	first, rest, _ := strings.Cut(text, "\n")
	value = plain(first)
	if strings.TrimSpace(rest) != "" || value != "" && strings.ContainsRune("[{|>&*!", rune(value[0])) {
		return "", false
	}
	return value, true
}

// plain takes quotation marks and a comment away.
func plain(value string) string {
	value = strings.TrimSpace(value)
	if len(value) > 1 && (value[0] == '"' || value[0] == '\'') {
		if end := strings.LastIndexByte(value, value[0]); end > 0 {
			return value[1:end]
		}
	}
	if strings.HasPrefix(value, "#") {
		return ""
	}
	value, _, _ = strings.Cut(value, " #")
	return strings.TrimSpace(value)
}

// list is the items of a list of words, in either style; nil for another value.
func list(text string) []string {
	first, rest, _ := strings.Cut(text, "\n")
	first = plain(first)
	var items []string
	if inner, ok := strings.CutPrefix(first, "["); ok {
		inner, _, closed := strings.Cut(inner, "]")
		if !closed {
			return nil
		}
		for item := range strings.SplitSeq(inner, ",") {
			if item = plain(item); item != "" {
				items = append(items, item)
			}
		}
		return items
	}
	if first != "" {
		return nil
	}
	for line := range strings.SplitSeq(rest, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		item, ok := strings.CutPrefix(line, "- ")
		if !ok || strings.Contains(item, ": ") {
			return nil
		}
		items = append(items, plain(item))
	}
	return items
}

func lists(before, now []string) string {
	var added, gone []string
	for _, item := range now {
		if !slices.Contains(before, item) {
			added = append(added, shown(item))
		}
	}
	for _, item := range before {
		if !slices.Contains(now, item) {
			gone = append(gone, shown(item))
		}
	}
	var said []string
	if added != nil {
		said = append(said, "adds "+strings.Join(added, ", "))
	}
	if gone != nil {
		said = append(said, "removes "+strings.Join(gone, ", "))
	}
	return strings.Join(said, ", ")
}

func sections(before, now []part) []string {
	var said []string
	was, is := byName(before), byName(now)
	for _, s := range now {
		old, had := was[s.name]
		switch {
		case s.name == "" && strings.TrimSpace(old) != strings.TrimSpace(s.text):
			said = append(said, "edits the text")
		case s.name != "" && !had:
			said = append(said, "adds “"+shown(s.name)+"”")
		case s.name != "" && strings.TrimSpace(old) != strings.TrimSpace(s.text):
			said = append(said, "edits “"+shown(s.name)+"”")
		}
	}
	for _, s := range before {
		if _, still := is[s.name]; !still && s.name != "" {
			said = append(said, "removes “"+shown(s.name)+"”")
		}
	}
	return said
}

// words makes impact_started_at read "impact started at".
func words(name string) string { return shown(strings.NewReplacer("_", " ", "-", " ").Replace(name)) }

// shown is an author's text on one line, of a length that a list can bear, and
// with nothing in it that a terminal or page would take for more than text.
func shown(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	const limit = 70
	if r := []rune(text); len(r) > limit {
		return strings.TrimSpace(string(r[:limit-1])) + "…"
	}
	return text
}
