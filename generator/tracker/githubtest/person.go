package githubtest

import (
	"regexp"
	"strings"
)

// A Person works on a repository in the browser. Acts for which the login has
// no permission fail the test: such a story could not happen.
type Person struct {
	repo *Repo
	user *user
}

// As is a login at work in the repository.
func (r *Repo) As(login string) *Person {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return &Person{r, r.s.world.user(login)}
}

// act does something to an issue; push means that being its author is not
// enough.
func (p *Person) act(number int, push bool, do func(w *world, i *issue)) {
	p.repo.with(func(w *world, r *repository) {
		i := p.repo.find(number)
		if i == nil {
			return
		}
		if r.granted(p.user) < Write && (push || i.author != p.user) {
			p.repo.s.t.Errorf("githubtest: %s lacks write access to %s", p.user.login, r.fullName())
			return
		}
		do(w, i)
	})
}

func (p *Person) change(number int, push bool, c change) {
	p.act(number, push, func(w *world, i *issue) { w.apply(i, p.user, c) })
}

// EditBody edits the text in the browser, which shows LF and saves CRLF.
func (p *Person) EditBody(number int, edit func(body string) string) {
	p.act(number, false, func(w *world, i *issue) {
		body := saved(edit(shown(i.body)))
		w.apply(i, p.user, change{body: &body})
	})
}

// EditTitle changes the title.
func (p *Person) EditTitle(number int, title string) {
	p.change(number, false, change{title: &title})
}

// Close closes with a reason: completed, not_planned or duplicate.
func (p *Person) Close(number int, reason string) {
	closed := "closed"
	p.change(number, false, change{state: &closed, reason: reason})
}

// Reopen opens a closed issue again.
func (p *Person) Reopen(number int) {
	open := "open"
	p.change(number, false, change{state: &open})
}

// Relabel sets the labels of an issue to exactly these.
func (p *Person) Relabel(number int, names ...string) {
	p.act(number, true, func(w *world, i *issue) {
		labels := w.ensureLabels(i.repo, names)
		w.apply(i, p.user, change{labels: &labels})
	})
}

// Assign sets the assignees of an issue to exactly these.
func (p *Person) Assign(number int, logins ...string) {
	p.act(number, true, func(w *world, i *issue) {
		users := []*user{}
		for _, login := range logins {
			users = append(users, w.user(login))
		}
		w.apply(i, p.user, change{assignees: &users})
	})
}

// File puts an issue under a milestone, 0 for none.
func (p *Person) File(number, milestone int) {
	p.act(number, true, func(w *world, i *issue) {
		i.milestone = i.repo.milestone(milestone)
		w.touch(i)
	})
}

// MakePart makes an issue a sub-issue of another one of the repository, 0 for
// of none.
func (p *Person) MakePart(number, parent int) {
	p.act(number, true, func(w *world, i *issue) {
		if parent == 0 {
			w.orphan(i)
			return
		}
		w.adopt(p.repo.find(parent), i)
	})
}

// Comment says something on an issue.
func (p *Person) Comment(number int, body string) {
	p.repo.with(func(w *world, r *repository) {
		i := p.repo.find(number)
		if i == nil {
			return
		}
		if !r.readable(p.user) || i.locked && r.granted(p.user) < Write {
			p.repo.s.t.Errorf("githubtest: %s may not comment on %s#%d", p.user.login, r.fullName(), number)
			return
		}
		w.addComment(i, p.user, saved(body))
	})
}

// CreateIssue opens an issue and gives its number.
func (p *Person) CreateIssue(title, body string) (number int) {
	p.repo.with(func(w *world, r *repository) {
		if !r.readable(p.user) {
			p.repo.s.t.Errorf("githubtest: %s may not open issues in %s", p.user.login, r.fullName())
			return
		}
		number = w.addIssue(r, p.user, title, saved(body)).number
	})
	return number
}

// CopyBody opens an issue with the body of another one, hidden parts included,
// and gives its number.
func (p *Person) CopyBody(from int, title string) int {
	return p.CreateIssue(title, shown(p.repo.Issue(from).Body))
}

var hiddenPart = regexp.MustCompile(`(?s)<!--.*?-->\n?`)

// DeleteMarker removes every hidden part from the body.
func (p *Person) DeleteMarker(number int) {
	p.EditBody(number, func(body string) string { return hiddenPart.ReplaceAllString(body, "") })
}

// MoveMarker moves every hidden part to the end of the body.
func (p *Person) MoveMarker(number int) {
	p.EditBody(number, func(body string) string {
		parts := hiddenPart.FindAllString(body, -1)
		return hiddenPart.ReplaceAllString(body, "") + "\n" + strings.Join(parts, "")
	})
}

// shown is a body as a text area holds it, saved as a form sends it.
func shown(body string) string { return strings.ReplaceAll(body, "\r\n", "\n") }
func saved(body string) string { return strings.ReplaceAll(shown(body), "\n", "\r\n") }
