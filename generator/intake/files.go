package intake

import (
	"fmt"
	"path"
	"strings"

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
// title, as letters, digits and hyphens alone, so that none leads elsewhere.
// byYear puts them into folders of years.
func Files(records []Record, byYear bool) []File {
	taken := map[string]bool{}
	var files []File
	for _, r := range records {
		base := slug.Make(r.Fields.Get("title").Text)
		dir := ""
		if !r.Day.IsZero() {
			base = r.Day.Format("2006-01-02") + "-" + base
			if byYear {
				dir = r.Day.Format("2006")
			}
		}
		name := base
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", base, n)
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
