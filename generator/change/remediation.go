package change

import (
	"fmt"
	"strings"
)

// item is a remediation: its fields, and what it is called.
type item struct {
	id, title string
	fields    []part
}

// told are the fields of which a change is worth a phrase.
var told = []string{"decision", "done", "owner", "due", "level", "size", "priority", "issue"}

func remediations(before, now []item) []string {
	var said, added []string
	for _, r := range now {
		old, had := known(before, r)
		if !had {
			added = append(added, "adds remediation “"+shown(r.title)+"”")
			continue
		}
		if phrase := remediation(old, r); phrase != "" {
			said = append(said, "“"+shown(r.title)+"”: "+phrase)
		}
	}
	if len(added) > 2 {
		added = []string{"adds " + count(len(added), "remediation", "remediations")}
	}
	said = append(added, said...)
	gone := 0
	for _, r := range before {
		if _, still := known(now, r); !still {
			gone++
		}
	}
	if gone > 0 {
		said = append(said, "removes "+count(gone, "remediation", "remediations"))
	}
	return said
}

func known(items []item, r item) (item, bool) {
	for _, other := range items {
		if r.id != "" && r.id == other.id || (r.id == "" || other.id == "") && r.title == other.title {
			return other, true
		}
	}
	return item{}, false
}

func remediation(before, now item) string {
	var said []string
	if before.title != now.title {
		said = append(said, "a new title")
	}
	for _, name := range told {
		from, _ := find(before.fields, name)
		to, _ := find(now.fields, name)
		switch {
		case from == to:
		case from == "":
			said = append(said, name+" "+shown(to))
		case to == "":
			said = append(said, "no "+name)
		default:
			said = append(said, name+" "+shown(from)+" → "+shown(to))
		}
	}
	if said == nil && fmt.Sprint(before.fields) != fmt.Sprint(now.fields) {
		return "edited"
	}
	return strings.Join(said, ", ")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
