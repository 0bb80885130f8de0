package tracker

import (
	"cmp"
	"slices"
	"strings"
)

// match is an issue with a marker of this wiki.
type match struct {
	issue   Issue
	section section
}

// staysBefore reports whether the match would be the one to stay if the other
// issue, whose marker is broken, were whole: that one is a copy then.
func (m match) staysBefore(broken Issue) bool {
	return m.section.Marker.Applied.State != Duplicate && strings.EqualFold(m.issue.Repo, broken.Repo) && m.issue.Number < broken.Number
}

// index finds issues by key. Only the marker says whose an issue is: title,
// labels, author's name and the repository's may all change.
type index struct {
	byKey     map[Key][]match
	broken    map[Key]Issue // whose marker is not as this program writes it
	untrusted map[Key][]Issue
	numbers   map[string]map[int]Issue // by lower-case repository and number
	unmarked  map[string][]Issue       // by hash of the title
	newest    Marker                   // the one that was read from the newest commit

	namespace string
	pinned    map[Key]string // issues that the file names, or the last run knew
}

// newIndex reads the markers. Those of authors who may not write to the
// repository don't count, unless the file pins that very issue, or the last run
// knew it: GitHub doesn't tell everybody who belongs to an organisation.
func (p *Plan) newIndex(listings []Listing) *index {
	cfg, items := p.settings, p.items
	x := &index{
		byKey: make(map[Key][]match, len(items)), broken: map[Key]Issue{}, untrusted: map[Key][]Issue{}, numbers: map[string]map[int]Issue{}, unmarked: map[string][]Issue{},
		namespace: cfg.Namespace, pinned: map[Key]string{},
	}
	canonical := map[string]string{}
	for _, l := range listings {
		canonical[strings.ToLower(l.Asked)] = l.Repository.Name
	}
	for n := range items {
		it := &items[n]
		known, was := p.lastSeen(it)
		for _, k := range p.keys(it) {
			if was {
				x.pinned[k] = strings.ToLower(ref(known.Repo, known.Number))
			}
			if it.IssueNumber > 0 {
				x.pinned[k] = strings.ToLower(ref(canonical[strings.ToLower(cmp.Or(it.Repo, cfg.Repo))], it.IssueNumber))
			}
		}
	}
	for _, l := range listings {
		if repo := strings.ToLower(l.Repository.Name); x.numbers[repo] == nil {
			x.numbers[repo] = make(map[int]Issue, len(l.Issues))
		}
		for _, i := range l.Issues {
			x.add(i)
		}
	}
	return x
}

// add takes an issue in. One that is known already is left as it is known.
func (x *index) add(i Issue) {
	repo := strings.ToLower(i.Repo)
	if x.numbers[repo] == nil {
		x.numbers[repo] = map[int]Issue{}
	}
	if _, known := x.numbers[repo][i.Number]; known {
		return
	}
	x.numbers[repo][i.Number] = i
	if i.PullRequest {
		return
	}
	what, s, keys := parse(i.Body)
	counts := func(k Key) bool {
		return k.Namespace == x.namespace && (i.Trusted || x.pinned[k] == strings.ToLower(i.Ref()))
	}
	switch {
	case what == noMarker:
		title := hash(i.Title)
		x.unmarked[title] = append(x.unmarked[title], i)
	case what == tampered:
		for _, k := range keys {
			if counts(k) {
				x.broken[k] = i
			}
		}
	case counts(s.Key):
		x.byKey[s.Key] = append(x.byKey[s.Key], match{i, s})
		if s.Marker.At > x.newest.At {
			x.newest = s.Marker
		}
	case s.Key.Namespace == x.namespace:
		x.untrusted[s.Key] = append(x.untrusted[s.Key], i)
	}
}

// find lists the issues of an item, the one that stays first: the lowest
// number in the item's repository, else the lowest number anywhere. Issues that
// were closed as duplicates before come last.
func (x *index) find(keys []Key, repo string) []match {
	var all []match
	for _, k := range keys {
		all = append(all, x.byKey[k]...)
	}
	rank := func(m match) int {
		n := 0
		if m.section.Marker.Applied.State == Duplicate {
			n += 2
		}
		if !strings.EqualFold(m.issue.Repo, repo) {
			n++
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b match) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(a.issue.Number, b.issue.Number))
	})
	return all
}

// at finds an issue or pull request by number.
func (x *index) at(repo string, number int) (Issue, bool) {
	i, ok := x.numbers[strings.ToLower(repo)][number]
	return i, ok
}

// lookalike finds an issue that was most likely ours before somebody deleted
// its marker: written by one who may, without a marker, with our title and one
// of the labels of all our issues.
func (x *index) lookalike(w *wanted, labels []string, repo string) (Issue, bool) {
	for _, i := range x.unmarked[hash(w.title)] {
		if i.Trusted && strings.EqualFold(i.Repo, repo) && len(among(labels, i.Labels)) > 0 {
			return i, true
		}
	}
	return Issue{}, false
}
