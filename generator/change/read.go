package change

import (
	"slices"
	"strings"
)

// Version is a version of an incident's file that has been read. It does not
// change.
type Version struct {
	text string
	file
}

// Read takes a version apart.
func Read(content []byte) *Version {
	text := string(content)
	return &Version{text, read(text)}
}

// file is a version in parts.
type file struct {
	fields       []part // but for the remediations
	remediations []item
	sections     []part // of the body by heading; "" is what stands before the first
}

// read takes a file apart. What stands between lines of --- is YAML; another
// frontmatter is one part without a name that could be told.
func read(text string) file {
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	var f file
	body := text
	if rest, ok := strings.CutPrefix(text, "---\n"); ok {
		if front, after, closed := cutLine(rest, "---"); closed {
			body = after
			f.readFields(front)
		}
	}
	f.sections = readSections(body)
	return f
}

// cutLine cuts a text round the first line that is exactly what is looked for.
func cutLine(text, line string) (before, after string, found bool) {
	if strings.HasPrefix(text, line+"\n") {
		return "", text[len(line)+1:], true
	}
	at := strings.Index(text, "\n"+line+"\n")
	if at < 0 {
		return strings.TrimSuffix(text, "\n"+line), "", strings.HasSuffix(text, "\n"+line)
	}
	return text[:at+1], text[at+len(line)+2:], true
}

func (f *file) readFields(front string) {
	var lines []string
	name := ""
	end := func() {
		switch {
		case name == "remediations":
			f.remediations = readItems(lines[1:])
		case name != "" && !slices.ContainsFunc(f.fields, func(p part) bool { return p.name == name }):
			f.fields = append(f.fields, part{name, strings.Join(lines, "\n")})
		}
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(front, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if key, value, ok := pair(line); ok && line[0] != ' ' && line[0] != '-' {
			end()
			name, lines = key, []string{value}
		} else if name != "" {
			lines = append(lines, strings.TrimRight(line, " "))
		}
	}
	end()
}

// pair cuts "key: value"; the key may stand in quotation marks.
func pair(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(line, ":")
	key = strings.Trim(strings.TrimSpace(key), `"'`)
	if !ok || key == "" || strings.ContainsAny(key, " \t{[#") || value != "" && value[0] != ' ' && value[0] != '\t' {
		return "", "", false
	}
	return key, strings.TrimSpace(value), true
}

// readItems reads a list of remediations from the lines below its key.
func readItems(lines []string) []item {
	var items []item
	indent := -1
	for _, line := range lines {
		text := strings.TrimLeft(line, " ")
		depth := len(line) - len(text)
		if indent < 0 && strings.HasPrefix(text, "- ") {
			indent = depth
		}
		if rest, begins := strings.CutPrefix(text, "- "); begins && depth == indent {
			items = append(items, item{})
			text, depth = rest, indent+2
		}
		if len(items) > 0 {
			items[len(items)-1].take(text, depth == indent+2)
		}
	}
	return items
}

// take adds a line to a remediation: one of its own fields, a title alone, a
// mapping in braces, or more of the field before.
func (r *item) take(text string, own bool) {
	if inner, braces := strings.CutPrefix(text, "{"); braces && own {
		for pair := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(inner), "}"), ", ") {
			r.take(pair, true)
		}
		return
	}
	if key, value, ok := pair(text); ok && own {
		value = plain(value)
		switch key {
		case "id":
			r.id = value
		case "title":
			r.title = value
		default:
			r.fields = append(r.fields, part{key, value})
		}
		return
	}
	switch n := len(r.fields); {
	case r.title == "" && n == 0 && own:
		r.title = plain(text)
	case n > 0:
		r.fields[n-1].text += "\n" + text
	}
}

// readSections parts a body at its headings of the first two levels, outside of
// fenced code.
func readSections(body string) []part {
	sections, texts := []part{{}}, [][]string{nil}
	of := map[string]int{"": 0} // two of one name are one
	fence := ""
	in, from, at := 0, 0, 0 // the section, where this part of its text begins, and the line
	for line := range strings.SplitAfterSeq(body, "\n") {
		text := strings.TrimRight(line, "\n")
		next := at + len(line)
		if fence == "" {
			if title, ok := heading(text); ok {
				texts[in] = append(texts[in], body[from:at])
				if _, known := of[title]; !known {
					of[title] = len(sections)
					sections, texts = append(sections, part{name: title}), append(texts, nil)
				}
				in, from = of[title], next
			}
			for _, mark := range []string{"```", "~~~"} {
				if strings.HasPrefix(text, mark) {
					fence = mark
				}
			}
		} else if strings.HasPrefix(text, fence) {
			fence = ""
		}
		at = next
	}
	texts[in] = append(texts[in], body[from:])
	for i := range sections {
		sections[i].text = strings.Join(texts[i], "")
	}
	return sections
}

func heading(line string) (title string, ok bool) {
	for _, mark := range []string{"# ", "## "} {
		if title, ok := strings.CutPrefix(line, mark); ok {
			return strings.TrimSpace(strings.TrimRight(title, "# ")), true
		}
	}
	return "", false
}

// Visibility is the word that a version gives for who may read it, "" for none.
// ok is false where the version is of a kind that cannot be told.
func (v *Version) Visibility() (word string, ok bool) {
	text := strings.TrimPrefix(v.text, "\ufeff")
	if !strings.HasPrefix(text, "---\n") && !strings.HasPrefix(text, "---\r\n") {
		return "", false
	}
	for _, f := range v.fields {
		if f.name == "visibility" {
			return scalar(f.text)
		}
	}
	return "", !strings.Contains(text, "visibility")
}
