package source

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/plumbing/transport/ssh"
)

// openURL reads a repository by its address: one of this machine where it
// lies, any other from a bare clone in a temporary folder.
func (r *Repository) openURL(ctx context.Context) error {
	a, err := parseAddress(r.options.Location)
	if err != nil {
		return fmt.Errorf("open source: %w", err)
	}
	r.url, r.atTip = a.clean, true
	if a.scheme == "file" {
		// go-git would run git here. Reading in place needs neither.
		err = r.openFile(a.folder)
	} else {
		err = r.clone(ctx, a)
	}
	if err == nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	return fmt.Errorf("open %s: %s", visible(a.clean), a.redact(err.Error()))
}

func (r *Repository) openFile(folder string) error {
	folder, err := realFolder(folder)
	if err != nil {
		return err
	}
	var f *found
	if gitDir, err := gitDirOf(folder); err != nil {
		return err
	} else if gitDir != "" {
		f, err = withCommon(found{workTree: folder, gitDir: gitDir})
		if err != nil {
			return err
		}
	} else if isGitDir(folder) {
		if f, err = withCommon(found{gitDir: folder}); err != nil {
			return err
		}
	} else {
		return errors.New("there is no git repository")
	}
	r.git, err = openRepository(*f)
	return err
}

// clone fetches all branches and tags. Credentials in the URL go to its host
// as a header and nowhere else: not into the clone's settings, not into
// errors.
func (r *Repository) clone(ctx context.Context, a address) error {
	folder, err := os.MkdirTemp("", "retrowiki-clone-")
	if err != nil {
		return err
	}
	r.cleanup = func() error { return os.RemoveAll(folder) }
	options := &git.CloneOptions{URL: a.clean, NoCheckout: true, Tags: git.AllTags, Auth: a.auth()}
	if r.options.Progress != nil {
		options.Progress = r.options.Progress
	}
	_, err = git.PlainCloneContext(ctx, folder, true, options)
	switch {
	case errors.Is(err, transport.ErrEmptyRemoteRepository):
		return errors.New("the repository has no commit yet")
	case err != nil:
		return err
	}
	r.git, err = openRepository(found{gitDir: folder, commonDir: folder})
	return err
}

func (a address) auth() transport.AuthMethod {
	switch {
	case a.scheme == "ssh" && a.password != "":
		return &ssh.Password{User: a.user, Password: a.password}
	case a.scheme != "ssh" && (a.user != "" || a.password != ""):
		return &http.BasicAuth{Username: a.user, Password: a.password}
	}
	return nil
}
