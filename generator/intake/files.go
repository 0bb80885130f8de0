package intake

import (
	"fmt"
	"path"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/internal/slug"
)

// File is a new incident's file.
type File struct {
	Path    string // slash-separated, below the folder of incidents
	Content []byte
	Record  Record
}

// Files names and writes the records. Their names come from the day and the
// slug of the title, so that none leads elsewhere.
// byYear puts them into folders of years.
func Files(records []Record, byYear bool) []File {
	taken, last := map[string]bool{}, map[string]int{}
	var files []File
	for _, r := range records {
		base, dir := "undated-", "" // so that no title is README, index or a year
		if !r.Day.IsZero() {
			base = r.Day.Format("2006-01-02-")
			if byYear {
				dir = r.Day.Format("2006")
			}
		}
		base += slug.Make(r.Fields.Get("title").Text)
		name := base
		for taken[name] {
			last[base] = max(last[base], 1) + 1
			name = fmt.Sprintf("%s-%d", base, last[base])
		}
		taken[name] = true
		content := "---\n" + adopt.YAML(r.Fields) + "---\n"
		if body := strings.TrimSpace(strings.ReplaceAll(r.Body, "\r\n", "\n")); body != "" {
			content += "\n" + body + "\n"
		}
		files = append(files, File{Path: path.Join(dir, name+".md"), Content: []byte(content), Record: r})
	}
	return files
}

// Diff is the new file as a unified diff.
func (f File) Diff(name string) string {
	return string(diff.Diff("/dev/null", nil, "b/"+name, f.Content))
}
