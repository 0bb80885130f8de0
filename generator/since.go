package generator

import (
	"context"
	"errors"
	"maps"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/lint"
	"github.com/retrowiki/retrowiki/generator/source"
)

// Since tells what is new in a wiki since a revision: every finding in a file
// that was changed, and of other files what was not found before, such as a
// link to a page that is gone.
type Since struct {
	options Options
	rev     string
}

// finding tells a finding in a file that has not changed from others. One that
// the settings have given another severity is another.
type finding struct {
	span          diag.Span
	severity      diag.Severity
	rule, message string
}

func key(f diag.Diagnostic) finding { return finding{f.Span, f.Severity, f.Rule, f.Message} }

// NewSince prepares to compare the wiki that o reads with a revision.
func NewSince(o Options, rev string) (*Since, error) {
	if source.IsURL(o.Source) {
		return nil, errors.New("what has changed can be told only of a repository on this machine: clone it first")
	}
	return &Since{options: o, rev: rev}, nil
}

// Check checks the wiki and keeps what is new. What a file that has not changed
// holds in itself it looks for in neither state, as it would find the same.
func (s *Since) Check(ctx context.Context, w *Wiki) (Checked, error) {
	changes, err := w.Snapshot.ChangedSince(ctx, s.rev)
	if err != nil {
		return Checked{}, err
	}
	known, same, err := s.readBase(ctx, changes.Base, w)
	if err != nil {
		return Checked{}, err
	}
	c, err := w.check(ctx, same)
	if err != nil {
		return Checked{}, err
	}
	isNew := func(findings diag.List) diag.List {
		left := maps.Clone(known)
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

// readBase checks the wiki as it was, and tells how often each finding was
// there and which files are the same. What is the same in the wiki as it is does
// not have to be understood once more.
func (s *Since) readBase(ctx context.Context, base string, now *Wiki) (known map[finding]int, same map[string]bool, err error) {
	known, same = map[finding]int{}, map[string]bool{}
	if base == "" {
		return known, same, nil
	}
	o := s.options
	o.Rev, o.again = base, now
	if o.ConfigPath != "" {
		if there, err := s.hasConfig(ctx, o); err != nil {
			return nil, nil, err
		} else if !there {
			o.ConfigPath = ""
		}
	}
	w, err := Load(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for _, e := range w.entries {
		// An incident of another name may have other issues, and a comment that
		// switches something off is found unused by what it does not meet.
		if e.Taken && !w.Collection.Renamed() && !lint.HasOrders(e.Text.Bytes) {
			same[e.Origin.Path] = true
		}
	}
	c, err := w.check(ctx, same)
	for _, f := range append(c.Findings, c.Silenced...) {
		known[key(f)]++
	}
	return known, same, err
}

func (s *Since) hasConfig(ctx context.Context, o Options) (bool, error) {
	repository, err := open(ctx, o)
	if err != nil {
		return false, err
	}
	_, found, err := repository.ReadFile(ctx, o.ConfigPath)
	return found, errors.Join(err, repository.Close())
}
