package tracker

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// Repositories lists the repositories that Reconcile has to know, each once:
// the default one, those that items name, and those where the last run saw
// issues.
func Repositories(items []Item, cfg Settings, previous *State) []string {
	var names []string
	add := func(name string) {
		if name != "" && !containsFold(names, name) {
			names = append(names, name)
		}
	}
	add(cfg.Repo)
	for _, it := range items {
		add(it.Repo)
	}
	if previous != nil {
		var seen []string
		for _, i := range previous.Issues {
			seen = append(seen, i.Repo)
		}
		slices.Sort(seen)
		for _, name := range seen {
			add(name)
		}
	}
	return names
}

// Read lists what is there. A repository that cannot be used says so in its
// Listing; anything else that goes wrong is an error, since with half a
// listing every missing issue would look as if it had to be opened.
func Read(ctx context.Context, t Tracker, names []string, previous *State) ([]Listing, error) {
	listings := make([]Listing, 0, len(names))
	read := map[string]bool{}
	for _, name := range names {
		l := Listing{Asked: name}
		err := readRepository(ctx, t, &l, read)
		if err == nil && l.Issues != nil {
			err = readMissing(ctx, t, &l, previous)
		}
		if err != nil {
			p := problemOf(err)
			if ctx.Err() != nil || p.Kind != Missing && p.Kind != Removed && p.Kind != Denied {
				return nil, err
			}
			l.Problem = p
		}
		listings = append(listings, l)
	}
	return listings, nil
}

func readRepository(ctx context.Context, t Tracker, l *Listing, read map[string]bool) error {
	repo, err := t.Repository(ctx, l.Asked)
	if err != nil {
		return err
	}
	l.Repository = repo
	if repo.NoIssues {
		return &Problem{Kind: Denied, Doing: "list the issues of " + repo.Name, Detail: "they are switched off"}
	}
	if read[strings.ToLower(repo.Name)] {
		return nil // a former and the present name of one repository
	}
	read[strings.ToLower(repo.Name)] = true
	issues, err := t.Issues(ctx, repo.Name, 0)
	if err != nil {
		return err
	}
	l.Issues = slices.Clip(append([]Issue{}, issues...))
	return nil
}

// readMissing asks for each issue that the last run saw and the listing lacks.
func readMissing(ctx context.Context, t Tracker, l *Listing, previous *State) error {
	if previous == nil {
		return nil
	}
	listed, newest := map[int]bool{}, 0
	for _, i := range l.Issues {
		listed[i.Number] = true
		newest = max(newest, i.Number)
	}
	var missing []int
	for _, known := range previous.Issues {
		if known.Number > 0 && !listed[known.Number] && (strings.EqualFold(known.Repo, l.Repository.Name) || strings.EqualFold(known.Repo, l.Asked)) {
			missing = append(missing, known.Number)
		}
	}
	slices.SortFunc(missing, cmp.Compare)
	l.Gone = map[int]Gone{}
	for _, number := range slices.Compact(missing) {
		i, err := t.Issue(ctx, l.Repository.Name, number)
		if err == nil && number > newest {
			l.Issues = append(l.Issues, i) // the listing lags behind
			continue
		}
		if err == nil {
			return &Problem{Kind: Down, Doing: "list the issues of " + l.Repository.Name, Detail: fmt.Sprintf("the list lacks #%d, which exists; run again", number)}
		}
		gone, ok := goneBy(problemOf(err))
		if !ok {
			return err
		}
		l.Gone[number] = gone
	}
	return nil
}

func goneBy(p *Problem) (Gone, bool) {
	switch p.Kind {
	case Missing:
		return Gone{How: GoneUnreachable}, true
	case Removed:
		return Gone{How: GoneDeleted}, true
	case Moved:
		return Gone{How: GoneTransferred, To: p.Location}, true
	}
	return Gone{}, false
}
