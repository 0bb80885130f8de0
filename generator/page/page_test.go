package page

import (
	"path"
	"testing"
)

func TestAnAddressGoesNoFurtherUpThanItHasTo(t *testing.T) {
	for _, c := range []struct{ from, target, want string }{
		{"index.html", "index.html", "index.html"},
		{"index.html", "incidents/a/index.html", "incidents/a/index.html"},
		{"incidents/a/index.html", "incidents/b/index.html", "../b/index.html"},
		{"incidents/a/index.html", "incidents/ab/index.html", "../ab/index.html"},
		{"incidents/a/agenda.html", "incidents/a/index.html", "index.html"},
		{"incidents/a/index.html", "services/a/index.html", "../../services/a/index.html"},
		{"incidents/a/index.html", "index.html", "../../index.html"},
		{"incidents/index.html", "incidents/a/index.html", "a/index.html"},
	} {
		got := Relative(c.from, c.target)
		if got != c.want || path.Join(path.Dir(c.from), got) != c.target {
			t.Errorf("from %s to %s: %s, want %s", c.from, c.target, got, c.want)
		}
	}
}
