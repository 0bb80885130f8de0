package source

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// head is the commit that HEAD stands on, the zero hash if there is none yet,
// and the branch, "" if HEAD is detached.
func (r *repository) head() (hash, string, error) {
	ref, err := r.storage.Reference(plumbing.HEAD)
	if err != nil {
		return hash{}, "", fmt.Errorf("read HEAD: %w", err)
	}
	if ref.Type() == plumbing.HashReference {
		h, err := r.peel(hash(ref.Hash()))
		return h, "", err
	}
	branch := ""
	if ref.Target().IsBranch() {
		branch = ref.Target().Short()
	}
	h, ok, err := r.reference(string(ref.Target()))
	if err != nil || !ok {
		return hash{}, branch, err
	}
	h, err = r.peel(h)
	return h, branch, err
}

// steps is what may stand behind a revision's name: HEAD~2, v1^{commit}, a^2~3.
var steps = regexp.MustCompile(`[~^](?:[0-9]+|\{[a-z]*\})?`)

// resolve finds the commit of a revision, and the branch if it names one.
func (r *repository) resolve(rev string) (hash, string, error) {
	name, rest := rev, ""
	if i := strings.IndexAny(rev, "~^"); i >= 0 {
		name, rest = rev[:i], rev[i:]
	}
	h, branch, err := r.named(name)
	if err == nil && h == (hash{}) {
		err = errors.New("the repository has no commit yet")
	}
	if err != nil {
		return hash{}, "", fmt.Errorf("revision %s: %w", visible(rev), err)
	}
	if h, err = r.peel(h); err != nil {
		return hash{}, "", fmt.Errorf("revision %s: %w", visible(rev), err)
	}
	if rest != "" {
		branch = ""
	}
	for rest != "" {
		step := steps.FindString(rest)
		if step == "" || !strings.HasPrefix(rest, step) {
			return hash{}, "", fmt.Errorf("revision %s: %s is not understood", visible(rev), visible(rest))
		}
		if h, err = r.step(h, step); err != nil {
			return hash{}, "", fmt.Errorf("revision %s: %w", visible(rev), err)
		}
		rest = rest[len(step):]
	}
	return h, branch, nil
}

// step goes from a commit to the ancestor that ~N or ^N means.
func (r *repository) step(h hash, step string) (hash, error) {
	if strings.HasSuffix(step, "}") {
		if step == "^{}" || step == "^{commit}" {
			return h, nil
		}
		return hash{}, fmt.Errorf("%s is not a commit", step)
	}
	n := 1
	if len(step) > 1 {
		var err error
		if n, err = strconv.Atoi(step[1:]); err != nil {
			return hash{}, err
		}
	}
	parent, times := n-1, 1
	if step[0] == '~' {
		parent, times = 0, n
	}
	for ; times > 0 && parent >= 0; times-- {
		c, err := r.objects.commit(h)
		if err != nil {
			return hash{}, err
		}
		if parent >= len(c.parents) {
			return hash{}, fmt.Errorf("commit %s has %d parents", h, len(c.parents))
		}
		h = c.parents[parent]
	}
	return h, nil
}

// named finds what a name without steps means, in git's order: a whole hash, a
// reference, an abbreviated hash; then a branch of origin, since a clone has
// no others.
func (r *repository) named(name string) (h hash, branch string, err error) {
	if name == "@" || name == "" || name == "HEAD" {
		return r.head()
	}
	if len(name) == 40 && isHex(name) {
		return parseHash(name), "", nil
	}
	if strings.ContainsAny(name, ":{") {
		return hash{}, "", errors.New("only branches, tags and hashes are understood, with ~ and ^ behind them")
	}
	for _, form := range []string{"%s", "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s", "refs/remotes/%s/HEAD", "refs/remotes/origin/%s"} {
		full := fmt.Sprintf(form, name)
		if form == "%s" && !strings.HasPrefix(full, "refs/") {
			continue // other files beside HEAD are not references that one reads
		}
		h, ok, err := r.reference(full)
		if err != nil || ok {
			return h, branchOf(full), err
		}
	}
	if len(name) >= 4 && len(name) < 40 && isHex(name) {
		h, err := r.objects.abbreviated(strings.ToLower(name))
		return h, "", err
	}
	return hash{}, "", errors.New("there is no such branch, tag or commit")
}

func branchOf(reference string) string {
	for _, prefix := range []string{"refs/heads/", "refs/remotes/origin/"} {
		if name, ok := strings.CutPrefix(reference, prefix); ok && name != "HEAD" {
			return name
		}
	}
	return ""
}

// reference follows a reference to a hash; ok is false if there is none of
// this name.
func (r *repository) reference(name string) (h hash, ok bool, err error) {
	for range 10 {
		full := plumbing.ReferenceName(name)
		if name != "HEAD" && full.Validate() != nil {
			return hash{}, false, nil
		}
		ref, err := r.storage.Reference(full)
		if errors.Is(err, plumbing.ErrReferenceNotFound) {
			return hash{}, false, nil
		}
		if err != nil {
			return hash{}, false, fmt.Errorf("read reference %s: %w", visible(name), err)
		}
		if ref.Type() == plumbing.HashReference {
			return hash(ref.Hash()), true, nil
		}
		name = string(ref.Target())
	}
	return hash{}, false, fmt.Errorf("reference %s leads in a circle", visible(name))
}

// peel goes from an annotated tag to the commit that it names.
func (r *repository) peel(h hash) (hash, error) {
	for range 10 {
		o, err := r.objects.read(h, maxMeta)
		if err != nil {
			return hash{}, err
		}
		switch o.kind {
		case kindCommit:
			return h, nil
		case kindTag:
			if h, err = parseTagTarget(o.data); err != nil {
				return hash{}, err
			}
		default:
			return hash{}, fmt.Errorf("%s is a %s, not a commit", h, o.kind)
		}
	}
	return hash{}, fmt.Errorf("%s: tags of tags of tags", h)
}
