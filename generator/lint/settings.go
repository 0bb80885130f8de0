package lint

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
)

// Matches reports whether a name as people write it means a rule: its own
// name, its family, or its family with /*.
func Matches(written, rule string) bool {
	family, _, _ := strings.Cut(rule, "/")
	return written == rule || strings.TrimSuffix(written, "/*") == family
}

// named are the rules that a written name means.
func named(written string) []Rule {
	var rules []Rule
	for _, r := range All() {
		if Matches(written, r.Name) {
			rules = append(rules, r)
		}
	}
	return rules
}

// Weigh gives each finding the severity that the settings want for its rule,
// and leaves out those that they switch off. The exact name of a rule counts
// before its family. What keeps a file from being read stays as it is.
func Weigh(findings diag.List, cfg *config.Config) diag.List {
	weighed := make(diag.List, 0, len(findings))
	levels := map[string]config.Level{}
	for _, f := range findings {
		level, known := levels[f.Rule]
		if !known {
			level = levelOf(f.Rule, cfg)
			levels[f.Rule] = level
		}
		if level == config.Off {
			continue
		}
		if severity, err := diag.ParseSeverity(string(level)); err == nil {
			f.Severity = severity
		}
		weighed = append(weighed, f)
	}
	return weighed
}

func levelOf(rule string, cfg *config.Config) config.Level {
	if r, ok := Find(rule); ok && r.Locked {
		return ""
	}
	if level, ok := cfg.Lint.Rules[rule]; ok {
		return level
	}
	family, _, _ := strings.Cut(rule, "/")
	return cmp.Or(cfg.Lint.Rules[family+"/*"], cfg.Lint.Rules[family])
}

// CheckSettings reports settings of rules that there are not, or that cannot be
// set.
func CheckSettings(cfg *config.Config) diag.List {
	var findings diag.List
	for _, written := range slices.Sorted(maps.Keys(cfg.Lint.Rules)) {
		rules := named(written)
		d := diag.Diagnostic{Severity: diag.Error, Span: cfg.Lint.Places[written]}
		switch {
		case len(rules) == 0:
			d.Rule, d.Message, d.Hint = "config/unknown-rule", fmt.Sprintf("no rule is called %q", written), DidYouMean(written)
		case !slices.ContainsFunc(rules, func(r Rule) bool { return !r.Locked }):
			d.Rule = "config/bad-value"
			d.Message = fmt.Sprintf("%s cannot be set: what it finds keeps a file or a setting from being read", written)
			d.Hint = "remove it"
		default:
			continue
		}
		findings = append(findings, d)
	}
	return findings
}
