package source

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/internal/par"
)

// tell makes a history for each path from the commits that were counted. Only
// these commits are read for their authors and subjects.
func (p *pass) tell(ctx context.Context, paths []string) (map[string]*FileHistory, error) {
	place := map[int32]int{} // of a commit in counted
	var counted []int32
	for _, touches := range p.touched {
		for _, t := range touches {
			if _, known := place[t.commit]; !known {
				place[t.commit] = len(counted)
				counted = append(counted, t.commit)
			}
		}
	}
	chunks := slices.Collect(slices.Chunk(counted, portionSize))
	read, err := par.Map(ctx, chunks, func(_ context.Context, _ int, commits []int32) ([]detail, error) {
		return p.details(commits)
	})
	if err != nil {
		return nil, err
	}
	details := slices.Concat(read...)
	intern(details)
	files := make(map[string]*FileHistory, len(paths))
	for i, touches := range p.touched {
		if len(touches) == 0 {
			continue
		}
		commits := make([]*detail, len(touches))
		for j, t := range touches {
			commits[j] = &details[place[t.commit]]
		}
		files[paths[i]] = p.fileHistory(touches, commits)
	}
	return files, nil
}

// detail is what is shown of a commit.
type detail struct {
	hash    string
	when    time.Time
	author  Contributor
	subject string
}

func (p *pass) details(commits []int32) ([]detail, error) {
	details := make([]detail, len(commits))
	for i, n := range commits {
		h := p.graph.nodes[n].hash
		c, err := p.objects.commit(h)
		if err != nil {
			return nil, err
		}
		author := p.people.resolve(Contributor{Name: c.author.name, Email: c.author.email})
		details[i] = detail{h.String(), c.author.when, author, c.subject}
	}
	return details, nil
}

// intern keeps each text once: many commits are by few people.
func intern(details []detail) {
	texts := map[string]string{}
	once := func(text *string) {
		if known, ok := texts[*text]; ok {
			*text = known
		} else {
			texts[*text] = *text
		}
	}
	for i := range details {
		once(&details[i].author.Name)
		once(&details[i].author.Email)
		once(&details[i].subject)
	}
}

func (p *pass) fileHistory(touches []touch, commits []*detail) *FileHistory {
	h := &FileHistory{Commits: make([]Change, len(touches))}
	for i, d := range commits {
		h.Commits[i] = Change{Hash: d.hash, When: d.when, AuthorName: d.author.Name, Subject: d.subject, Path: p.shownPath(touches[i].path)}
		h.Commits[i].now, h.Commits[i].before = contents(touches, i)
	}
	h.LastChanged, h.Created = h.Commits[0], h.Commits[len(h.Commits)-1]
	known := map[string]bool{}
	for _, d := range slices.Backward(commits) {
		if key := d.author.key(); !known[key] {
			known[key] = true
			h.Contributors = append(h.Contributors, d.author)
		}
	}
	return h
}

// contents are what a commit made of a file and what it was before. A file that
// the commit renamed, or that is as old as the repository, is known by its
// neighbours in time.
func contents(touches []touch, i int) (now, before hash) {
	now, before = touches[i].now, touches[i].before
	if now == (hash{}) && i > 0 {
		now = touches[i-1].before
	}
	if before == (hash{}) && i+1 < len(touches) {
		before = touches[i+1].now
	}
	return now, before
}

// shownPath is a path from the repository's root as Change.Path has it.
func (p *pass) shownPath(name string) string {
	if inside, ok := strings.CutPrefix(name, p.prefix); ok {
		return inside
	}
	return "/" + name
}
