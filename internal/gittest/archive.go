package gittest

import "strings"

// archive is a txtar archive: a comment and files.
type archive struct {
	comment string
	files   []archived
}

type archived struct{ name, data string }

// parse reads the format of golang.org/x/tools/txtar, which is too small to be
// worth a dependency: a line "-- name --" begins a file.
func parse(text string) archive {
	var a archive
	for line := range strings.Lines(text) {
		rest, begins := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "-- ")
		name, ends := strings.CutSuffix(rest, " --")
		switch {
		case begins && ends:
			a.files = append(a.files, archived{name: strings.TrimSpace(name)})
		case len(a.files) == 0:
			a.comment += line
		default:
			a.files[len(a.files)-1].data += line
		}
	}
	return a
}
