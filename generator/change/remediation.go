package change

import (
	"fmt"
	"slices"
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
	left := slices.Clone(before)
	for _, r := range now {
		i := slices.IndexFunc(left, r.is)
		if i < 0 {
			added = append(added, "adds remediation “"+shown(r.title)+"”")
			continue
		}
		if phrase := remediation(left[i], r); phrase != "" {
			said = append(said, "“"+shown(r.title)+"”: "+phrase)
		}
		left = slices.Delete(left, i, i+1) // as two may have one title, and each was one of them
	}
	if len(added) > 2 {
		added = []string{"adds " + count(len(added), "remediation", "remediations")}
	}
	said = append(added, said...)
	if len(left) > 0 {
		said = append(said, "removes "+count(len(left), "remediation", "remediations"))
	}
	return said
}

// is reports whether both are one remediation: of one id, or of one title where
// one of them has no id yet.
func (r item) is(other item) bool {
	return r.id != "" && r.id == other.id || (r.id == "" || other.id == "") && r.title == other.title
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
