package generator

import (
	"time"

	"github.com/retrowiki/retrowiki/generator/digest"
	"github.com/retrowiki/retrowiki/generator/page"
)

// Digest gathers what a period brought.
func Digest(w *Wiki, since, until time.Time) *digest.Digest {
	return digest.Of(w.View, digest.Options{
		Since: since, Until: until, HistoryWhy: w.HistoryWhy,
		Incident:    func(id string) string { return w.address(page.IncidentPath(id)) },
		Remediation: func(incidentID, id string) string { return w.address(page.RemediationPath(incidentID, id)) },
	})
}
