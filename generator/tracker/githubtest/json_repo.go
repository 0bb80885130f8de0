package githubtest

import "strings"

// What follows the repository's own address in the links of its answer.
var repositoryLinks = strings.Fields(`
archive_url=/{archive_format}{/ref} assignees_url=/assignees{/user} blobs_url=/git/blobs{/sha}
branches_url=/branches{/branch} collaborators_url=/collaborators{/collaborator} comments_url=/comments{/number}
commits_url=/commits{/sha} compare_url=/compare/{base}...{head} contents_url=/contents/{+path}
contributors_url=/contributors deployments_url=/deployments downloads_url=/downloads events_url=/events
forks_url=/forks git_commits_url=/git/commits{/sha} git_refs_url=/git/refs{/sha} git_tags_url=/git/tags{/sha}
hooks_url=/hooks issue_comment_url=/issues/comments{/number} issue_events_url=/issues/events{/number}
issues_url=/issues{/number} keys_url=/keys{/key_id} labels_url=/labels{/name} languages_url=/languages
merges_url=/merges milestones_url=/milestones{/number} notifications_url=/notifications{?since,all,participating}
pulls_url=/pulls{/number} releases_url=/releases{/id} stargazers_url=/stargazers statuses_url=/statuses/{sha}
subscribers_url=/subscribers subscription_url=/subscription tags_url=/tags teams_url=/teams
trees_url=/git/trees{/sha} url=`)

func (s *Server) repositoryJSON(r *repository, granted Permission) object {
	open := 0
	for _, i := range r.issues {
		if i.state == "open" {
			open++
		}
	}
	visibility := "public"
	if r.private {
		visibility = "private"
	}
	page := site + r.fullName()
	answer := object{
		"id": r.id, "node_id": node("R", r.id), "name": r.name, "full_name": r.fullName(), "owner": s.userJSON(r.owner),
		"description": nil, "homepage": nil, "language": nil, "license": nil, "mirror_url": nil,
		"private": r.private, "visibility": visibility, "fork": r.fork, "archived": r.archived, "disabled": false,
		"has_issues": !r.noIssues, "has_projects": true, "has_wiki": true, "has_pages": false,
		"has_discussions": false, "has_downloads": true, "default_branch": "main",
		"html_url": page, "clone_url": page + ".git", "svn_url": page,
		"git_url": "git://github.com/" + r.fullName() + ".git", "ssh_url": "git@github.com:" + r.fullName() + ".git",
		"created_at": stamp(r.created), "updated_at": stamp(r.created), "pushed_at": stamp(r.created), "size": 1,
		"forks": 0, "forks_count": 0, "stargazers_count": 0, "watchers": 0, "watchers_count": 0,
		"network_count": 0, "subscribers_count": 0, "open_issues": open, "open_issues_count": open,
		"permissions": object{
			"pull": true, "triage": granted >= Write, "push": granted >= Write,
			"maintain": granted >= Admin, "admin": granted >= Admin,
		},
	}
	for _, link := range repositoryLinks {
		name, suffix, _ := strings.Cut(link, "=")
		answer[name] = s.repoURL(r) + suffix
	}
	return answer
}

// accountJSON is the answer to "who am I", which is longer than a user.
func (s *Server) accountJSON(u *user) object {
	answer := s.userJSON(u).(object)
	for _, name := range strings.Fields("name company blog location email hireable bio") {
		answer[name] = nil
	}
	for _, name := range strings.Fields(`public_repos public_gists followers following private_gists
		total_private_repos owned_private_repos disk_usage collaborators`) {
		answer[name] = 0
	}
	answer["user_view_type"] = "private"
	answer["two_factor_authentication"] = true
	answer["created_at"], answer["updated_at"] = stamp(s.started), stamp(s.started)
	return answer
}
