package githubtest

import (
	"fmt"
	"strings"
	"time"
)

// The builders below write what the description requires by hand, not with the
// types of a GitHub client, so that a client's misreading cannot hide.
type object = map[string]any

const site = "https://github.com/"

func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func node(kind string, id int64) string { return fmt.Sprintf("%s_%d", kind, id) }

func (s *Server) userJSON(u *user) any {
	if u == nil {
		return nil
	}
	url, page, kind := s.url("users/"+u.login), site+u.login, "User"
	if u.bot {
		page, kind = site+"apps/"+strings.TrimSuffix(u.login, "[bot]"), "Bot"
	}
	return object{
		"login": u.login, "id": u.id, "node_id": node("U", u.id),
		"avatar_url": fmt.Sprintf("https://avatars.githubusercontent.com/u/%d?v=4", u.id), "gravatar_id": "",
		"url": url, "html_url": page, "type": kind, "site_admin": false, "user_view_type": "public",
		"followers_url": url + "/followers", "following_url": url + "/following{/other_user}",
		"gists_url": url + "/gists{/gist_id}", "starred_url": url + "/starred{/owner}{/repo}",
		"subscriptions_url": url + "/subscriptions", "organizations_url": url + "/orgs",
		"repos_url": url + "/repos", "events_url": url + "/events{/privacy}",
		"received_events_url": url + "/received_events",
	}
}

func (s *Server) usersJSON(users []*user) []any {
	all := []any{}
	for _, u := range users {
		all = append(all, s.userJSON(u))
	}
	return all
}

func (s *Server) labelJSON(r *repository, l *label) object {
	return object{
		"id": l.id, "node_id": node("LA", l.id), "url": s.repoURL(r) + "/labels/" + escape(l.name),
		"name": l.name, "color": l.color, "default": false, "description": orNull(l.description),
	}
}

func (s *Server) labelsJSON(r *repository, labels []*label) []object {
	all := []object{}
	for _, l := range labels {
		all = append(all, s.labelJSON(r, l))
	}
	return all
}

func (s *Server) milestoneJSON(r *repository, m *milestone) any {
	if m == nil {
		return nil
	}
	open, closed := 0, 0
	for _, i := range r.issues {
		switch {
		case i.milestone != m:
		case i.state == "open":
			open++
		default:
			closed++
		}
	}
	url := fmt.Sprintf("%s/milestones/%d", s.repoURL(r), m.number)
	return object{
		"id": m.id, "node_id": node("MI", m.id), "number": m.number, "title": m.title, "description": orNull(m.description),
		"url": url, "labels_url": url + "/labels", "html_url": fmt.Sprintf("%s/milestone/%d", site+r.fullName(), m.number),
		"state": m.state, "creator": s.userJSON(m.creator), "open_issues": open, "closed_issues": closed,
		"created_at": stamp(m.created), "updated_at": stamp(m.updated), "closed_at": stamp(m.closed), "due_on": stamp(m.due),
	}
}

func (s *Server) commentJSON(i *issue, c *comment) object {
	url := fmt.Sprintf("%s/issues/comments/%d", s.repoURL(i.repo), c.id)
	return object{
		"id": c.id, "node_id": node("IC", c.id), "url": url, "issue_url": s.issueURL(i),
		"html_url": fmt.Sprintf("%s#issuecomment-%d", pageURL(i), c.id),
		"body":     c.body, "user": s.userJSON(c.author), "author_association": i.repo.association(c.author),
		"created_at": stamp(c.created), "updated_at": stamp(c.updated),
		"performed_via_github_app": nil, "reactions": reactionsJSON(url),
	}
}

func (s *Server) issueJSON(i *issue) object {
	url := s.issueURL(i)
	answer := object{
		"id": i.id, "node_id": node("I", i.id), "number": i.number,
		"url": url, "repository_url": s.repoURL(i.repo), "html_url": pageURL(i),
		"labels_url": url + "/labels{/name}", "comments_url": url + "/comments",
		"events_url": url + "/events", "timeline_url": url + "/timeline",
		"title": i.title, "body": orNull(i.body), "state": i.state, "state_reason": orNull(i.reason),
		"user": s.userJSON(i.author), "author_association": i.repo.association(i.author),
		"labels": s.labelsJSON(i.repo, i.labels), "milestone": s.milestoneJSON(i.repo, i.milestone),
		"assignee": nil, "assignees": s.usersJSON(i.assignees),
		"locked": i.locked, "active_lock_reason": orNull(i.lockReason), "comments": len(i.comments),
		"created_at": stamp(i.created), "updated_at": stamp(i.updated), "closed_at": stamp(i.closed),
		"closed_by": s.userJSON(i.closedBy), "performed_via_github_app": nil, "reactions": reactionsJSON(url),
		"sub_issues_summary":         i.progressJSON(),
		"issue_dependencies_summary": object{"blocked_by": 0, "blocking": 0, "total_blocked_by": 0, "total_blocking": 0},
	}
	if len(i.assignees) > 0 {
		answer["assignee"] = s.userJSON(i.assignees[0])
	}
	if i.parent != nil {
		answer["parent_issue_url"] = s.issueURL(i.parent)
	}
	if i.pull {
		page := fmt.Sprintf("%s%s/pull/%d", site, i.repo.fullName(), i.number)
		answer["draft"] = false
		answer["pull_request"] = object{
			"url": fmt.Sprintf("%s/pulls/%d", s.repoURL(i.repo), i.number), "html_url": page,
			"diff_url": page + ".diff", "patch_url": page + ".patch", "merged_at": nil,
		}
	}
	return answer
}

func (i *issue) progressJSON() object {
	done := 0
	for _, child := range i.children {
		if child.state == "closed" {
			done++
		}
	}
	percent := 0
	if len(i.children) > 0 {
		percent = done * 100 / len(i.children)
	}
	return object{"total": len(i.children), "completed": done, "percent_completed": percent}
}

func reactionsJSON(url string) object {
	return object{
		"url": url + "/reactions", "total_count": 0, "+1": 0, "-1": 0, "laugh": 0, "confused": 0,
		"heart": 0, "hooray": 0, "eyes": 0, "rocket": 0,
	}
}

// association is the author's tie to the repository. It says little about
// rights: a test can make someone a MEMBER who may only read.
func (r *repository) association(u *user) string {
	if u == nil {
		return "NONE"
	}
	if a := r.associations[strings.ToLower(u.login)]; a != "" {
		return a
	}
	switch {
	case u.bot:
		return "NONE"
	case u == r.owner:
		return "OWNER"
	case r.granted(u) >= Write:
		return "COLLABORATOR"
	case r.granted(u) == Read:
		return "CONTRIBUTOR"
	}
	return "NONE"
}

func pageURL(i *issue) string {
	kind := "issues"
	if i.pull {
		kind = "pull"
	}
	return fmt.Sprintf("%s%s/%s/%d", site, i.repo.fullName(), kind, i.number)
}

func (s *Server) url(path string) string       { return s.base + path }
func (s *Server) repoURL(r *repository) string { return s.url("repos/" + r.fullName()) }
func (s *Server) repoURLByID(r *repository) string {
	return s.url(fmt.Sprintf("repositories/%d", r.id))
}
func (s *Server) issueURL(i *issue) string {
	return fmt.Sprintf("%s/issues/%d", s.repoURL(i.repo), i.number)
}
