package transcript

import (
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// told makes findings of a reading error.
func told(in Input, err error) diag.List {
	if err == nil {
		return nil
	}
	return diag.List{damaged(in, diag.Error, diag.Position{Line: 1, Column: 1}, "it cannot be read to its end: "+err.Error(), "see whether the file is whole")}
}

// gathered hands out entries of several lines when they are complete.
type gathered struct {
	now  *Entry
	emit func(Entry)
}

func (g *gathered) begin(e Entry) {
	g.end()
	g.now = &e
}

func (g *gathered) more(line string) {
	if g.now != nil && len(g.now.Text) < 8<<10 {
		g.now.Text = strings.TrimPrefix(g.now.Text+"\n"+line, "\n")
	}
}

func (g *gathered) end() {
	if g.now != nil && strings.TrimSpace(g.now.Text) != "" {
		g.emit(*g.now)
	}
	g.now = nil
}
