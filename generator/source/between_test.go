package source_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// The commits of an hour are found on both sides of a merge, in a work tree and
// in a bare repository, also behind one that a wrong clock has dated long ago.
func TestBetween(t *testing.T) {
	dir := gittest.Make(t, `
write a.txt one
commit "Too early" @2014-11-24T01:00:00Z author=lex
write a.txt two
commit "Widen the key" @2014-11-24T03:10:00Z author=lex
branch side
write b.txt three
commit "A clock that is wrong" @1999-01-01T00:00:00Z author=kim
write b.txt four
commit "Raise the limit" @2014-11-24T03:20:00Z author=kim
switch main
write a.txt five
commit "Switch reads off" @2014-11-24T03:15:00Z author=lex
write a.txt six
commit "Too late" @2014-11-24T09:00:00Z author=lex
merge side "Merge the side"
-- x --
`)
	bare := filepath.Join(t.TempDir(), "bare.git")
	gittest.Git(t, dir, "clone", "--quiet", "--bare", ".", bare)
	at := func(clock string) time.Time {
		when, err := time.Parse(time.RFC3339, "2014-11-24T"+clock+":00Z")
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, folder := range []string{dir, bare} {
		r, err := source.Open(t.Context(), source.Options{Location: folder})
		if err != nil {
			t.Fatal(err)
		}
		landed, why, err := r.Between(t.Context(), at("03:00"), at("04:00"))
		if err != nil || why != "" {
			t.Fatal(why, err)
		}
		var got strings.Builder
		for _, c := range landed {
			fmt.Fprintln(&got, c.When.UTC().Format("15:04"), c.AuthorName, c.Subject)
		}
		if want := "03:10 lex Widen the key\n03:15 lex Switch reads off\n03:20 kim Raise the limit\n"; got.String() != want {
			t.Errorf("%s: got\n%swant\n%s", folder, got.String(), want)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A shallow clone gives what it has, and says that there was more; a folder
// without a repository is refused.
func TestBetweenSaysWhatIsMissing(t *testing.T) {
	dir := gittest.Make(t, "write a one\ncommit \"One\" @2014-11-24T03:00:00Z\nwrite a two\ncommit \"Two\" @2014-11-24T03:01:00Z\n")
	shallow := filepath.Join(t.TempDir(), "shallow")
	gittest.Git(t, dir, "clone", "--quiet", "--depth=1", "file://"+dir, shallow)
	r, err := source.Open(t.Context(), source.Options{Location: shallow})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	landed, why, err := r.Between(t.Context(), time.Unix(0, 0), time.Now())
	if err != nil || len(landed) != 1 || !strings.Contains(why, "shallow clone") {
		t.Errorf("%v, %q, %v", landed, why, err)
	}
	plain, err := source.Open(t.Context(), source.Options{Location: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	if _, _, err := plain.Between(t.Context(), time.Unix(0, 0), time.Now()); err == nil || !strings.Contains(err.Error(), "is not in a git repository") {
		t.Error(err)
	}
}
