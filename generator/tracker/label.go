package tracker

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// parkedLabel marks an open issue whose remediation waits for better times.
const parkedLabel = "parked"

// labelFields is what of a remediation can become a label.
var labelFields = map[string]struct {
	color  string
	values func(*Item) []string
}{
	"level":    {"0e8a16", func(it *Item) []string { return []string{string(it.Level)} }},
	"size":     {"bfd4f2", func(it *Item) []string { return []string{string(it.Size)} }},
	"kind":     {"fbca04", func(it *Item) []string { return []string{string(it.Kind)} }},
	"priority": {"d93f0b", func(it *Item) []string { return []string{string(it.Priority)} }},
	"service":  {"1d76db", func(it *Item) []string { return it.Services }},
	"audience": {"d4c5f9", func(it *Item) []string {
		var names []string
		for _, a := range it.Audience {
			names = append(names, string(a))
		}
		return names
	}},
}

// labelsFor are the labels of one remediation, such as "size: L".
func (r *reconciler) labelsFor(it *Item) []string {
	var labels []string
	for _, field := range r.settings.LabelsFor {
		for _, value := range labelFields[field].values(it) {
			if value != "" {
				labels = append(labels, field+": "+value)
			}
		}
	}
	return r.checkLabels(labels)
}

// checkLabels leaves out the labels that no repository takes, and "." and
// "..", which mean something else in an address. Each is told of once.
func (r *reconciler) checkLabels(labels []string) []string {
	var good []string
	for _, label := range labels {
		label = strings.TrimSpace(label)
		if strings.Trim(label, ".") != "" && utf8.RuneCountInString(label) <= maxLabel && !strings.ContainsFunc(label, unicode.IsControl) {
			good = append(good, label)
			continue
		}
		if !r.badLabels[label] {
			r.badLabels[label] = true
			r.warn(Action{}, diag.Error, "label", fmt.Sprintf("%q cannot be a label: left out", label), "write up to 50 characters")
		}
	}
	return without(good, nil)
}

// labelOf is a label with the looks that a new one gets.
func labelOf(name string) Label {
	if name == parkedLabel {
		return Label{name, "c5def5", "Waits for better times"}
	}
	if field, _, ok := strings.Cut(name, ": "); ok && labelFields[field].color != "" {
		return Label{name, labelFields[field].color, "The " + field + " of a remediation"}
	}
	return Label{name, "5319e7", "From a retrospective"}
}
