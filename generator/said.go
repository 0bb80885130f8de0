package generator

import (
	"context"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/source"
)

// saidDepth is how many versions of a file are read to learn since when it has
// been saying what it says.
const saidDepth = 100

// addSaid asks git since when files have been saying that a remediation is
// done, parked or declined. Only files that say so without a day are asked
// about.
func (w *Wiki) addSaid(ctx context.Context, entries []*collection.Entry) error {
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if e.History == nil || !slices.ContainsFunc(e.Remediations, undated) {
			continue
		}
		q := question{cfg: w.Config, entry: e, said: map[string]collection.Said{}, settled: map[string]bool{}}
		for _, c := range e.History.Commits[:min(len(e.History.Commits), saidDepth)] {
			now, _ := c.Versions()
			content, ok := w.Snapshot.Content(now)
			if !ok || q.ask(c, content) {
				break
			}
		}
		e.Said = q.said
	}
	return nil
}

// undated reports whether git can tell more of a remediation than the file.
func undated(r incident.Remediation) bool {
	return r.Done.Undated || r.Decision == incident.Parked || r.Decision == incident.Declined
}

// question goes back through the versions of one file.
type question struct {
	cfg     *config.Config
	entry   *collection.Entry
	said    map[string]collection.Said
	settled map[string]bool // remediations of which an older version said something else
}

// ask takes in the next older version, and reports whether the versions before
// it have nothing to tell.
func (q *question) ask(c source.Change, content []byte) bool {
	then := decode.File(c.Path, content, q.cfg, false).Incident
	all := true
	for i := range q.entry.Remediations {
		now := &q.entry.Remediations[i]
		if !undated(*now) || q.settled[now.ID] {
			continue
		}
		old := slices.IndexFunc(then.Remediations, func(r incident.Remediation) bool {
			return r.ID == now.ID || slices.Contains(now.Formerly, r.ID)
		})
		if old < 0 || !saysTheSame(*now, then.Remediations[old]) {
			q.settled[now.ID] = true
			continue
		}
		q.said[now.ID] = since(*now, c.When)
		all = false
	}
	return all
}

func saysTheSame(now, then incident.Remediation) bool {
	return now.Done.Known() == then.Done.Known() && (now.Done.Known() || now.Decision == then.Decision)
}

func since(r incident.Remediation, at time.Time) collection.Said {
	switch {
	case r.Done.Known():
		return collection.Said{Done: at}
	case r.Decision == incident.Parked:
		return collection.Said{Parked: at}
	}
	return collection.Said{Declined: at}
}
