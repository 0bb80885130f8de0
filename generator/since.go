package generator

import (
	"context"
	"errors"
	"maps"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/source"
)

// Since tells what is new in a wiki since a revision: every finding in a file
// that was changed, and of other files what was not found before, such as a
// link to a page that is gone.
type Since struct {
	options Options
	rev     string
	base    string       // the commit that known is of
	known   map[same]int // how often each finding was there
}

// same tells a finding in a file that has not changed from others. One that
// the settings have given another severity is another.
type same struct {
	span          diag.Span
	severity      diag.Severity
	rule, message string
}

func key(f diag.Diagnostic) same { return same{f.Span, f.Severity, f.Rule, f.Message} }

// NewSince prepares to compare the wiki that o reads with a revision.
func NewSince(o Options, rev string) (*Since, error) {
	if source.IsURL(o.Source) {
		return nil, errors.New("what has changed can be told only of a repository on this machine: clone it first")
	}
	return &Since{options: o, rev: rev}, nil
}

// Filter keeps what is new.
func (s *Since) Filter(ctx context.Context, w *Wiki, c Checked) (Checked, error) {
	changes, err := w.Snapshot.ChangedSince(ctx, s.rev)
	if err != nil {
		return Checked{}, err
	}
	if err := s.readBase(ctx, changes.Base, w); err != nil {
		return Checked{}, err
	}
	isNew := func(findings diag.List) diag.List {
		left := maps.Clone(s.known)
		var kept diag.List
		for _, f := range findings {
			if left[key(f)]--; changes.Files[f.Span.File] || left[key(f)] < 0 {
				kept = append(kept, f)
			}
		}
		return kept
	}
	return Checked{Findings: isNew(c.Findings), Silenced: isNew(c.Silenced)}, nil
}

// readBase checks the wiki as it was. What is the same in the wiki as it is
// does not have to be understood once more.
func (s *Since) readBase(ctx context.Context, base string, now *Wiki) error {
	if s.known != nil && s.base == base {
		return nil
	}
	s.base, s.known = base, map[same]int{}
	if base == "" {
		return nil
	}
	o := s.options
	o.Rev = base
	if o.ConfigPath != "" {
		if there, err := s.hasConfig(ctx, o); err != nil || !there {
			o.ConfigPath = ""
		}
	}
	o.again = now
	w, err := Load(ctx, o)
	if err != nil {
		return err
	}
	c, err := Check(ctx, w)
	if err != nil {
		return errors.Join(err, w.Close())
	}
	for _, f := range append(c.Findings, c.Silenced...) {
		s.known[key(f)]++
	}
	return w.Close()
}

func (s *Since) hasConfig(ctx context.Context, o Options) (bool, error) {
	repository, err := open(ctx, o)
	if err != nil {
		return false, err
	}
	_, found, err := repository.ReadFile(ctx, o.ConfigPath)
	return found, errors.Join(err, repository.Close())
}
