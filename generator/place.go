package generator

import (
	"strings"

	"github.com/retrowiki/retrowiki/generator/config"
)

// Place is where the file of a new incident belongs, from the root of the
// source: below the year where the settings find it there.
func Place(cfg *config.Config, year, id string, folder bool) string {
	file := id + ".md"
	if folder {
		file = id + "/index.md"
	}
	for _, glob := range cfg.Incidents {
		dir := ""
		if i := strings.IndexAny(glob, "*?[{"); i >= 0 {
			dir = glob[:strings.LastIndex(glob[:i], "/")+1]
		}
		for _, name := range []string{dir + year + "/" + file, dir + file} {
			if isIncident(cfg, name) {
				return name
			}
		}
	}
	return "incidents/" + year + "/" + file
}
