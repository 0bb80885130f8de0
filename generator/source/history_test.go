package source_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// told shows a file's history as lines of "author subject (path)".
func told(t *testing.T, o source.Options, path string) string {
	t.Helper()
	h, err := open(t, o).History(context.Background(), []string{path})
	if err != nil || !h.Known {
		t.Fatalf("History: %v, %+v", err, h)
	}
	f, ok := h.File(path)
	if !ok {
		return "nothing\n"
	}
	var b strings.Builder
	for _, c := range f.Commits {
		fmt.Fprintf(&b, "%s %s", c.AuthorName, c.Subject)
		if c.Path != path {
			fmt.Fprintf(&b, " (%s)", c.Path)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const tenLines = `"1\n2\n3\n4\n5\n6\n7\n8\n9\n10"`

// TestTheStoryOfAFile tells for a script what is known of one of its files.
func TestTheStoryOfAFile(t *testing.T) {
	for name, c := range map[string]struct{ script, path, want string }{
		"edits, and commits of other files": {`
write a.md 1
commit "Write it" author=lex
write b.md 1
commit "Something else"
write a.md 2
commit "Correct it" author=kim
`, "a.md", "kim Correct it\nlex Write it\n"},

		"a file renamed twice, once with an edit": {`
write a.md ` + tenLines + `
commit Write
mv a.md incidents/b.md
commit Move
append incidents/b.md 11
mv incidents/b.md incidents/2014/c.md
commit "Move and edit"
`, "incidents/2014/c.md", "tester Move and edit\ntester Move (incidents/b.md)\ntester Write (a.md)\n"},

		"half of the lines are enough": {`
write a.md "1\n2\n3\n4\n5\n6\n7\n8\n"
commit Write
rm a.md
write b.md "1\n2\n3\n4\n5\n\n\n\n\n"
commit Move
`, "b.md", "tester Move\ntester Write (a.md)\n"},

		"fewer are not": {`
write a.md "1\n2\n3\n4\n5\n6\n7\n8\n"
commit Write
rm a.md
write b.md "1\n2\nthree\nfour\nfive\nsix\nseven\neight\n"
commit Replace
`, "b.md", "tester Replace\n"},

		"a copy is a new file": {`
write a.md ` + tenLines + `
commit Write
write b.md ` + tenLines + `
commit Copy
`, "b.md", "tester Copy\n"},

		"a file created again is another file": {`
write a.md 1
commit Write
rm a.md
commit Remove
write a.md 1
commit "Write again"
`, "a.md", "tester Write again\n"},

		"unless it is another one renamed": {`
write a.md ` + tenLines + `
write b.md ` + tenLines + `
append b.md 11
commit Write
rm a.md
commit Remove
mv b.md a.md
commit Move
`, "a.md", "tester Move\ntester Write (b.md)\n"},

		"two files that change names": {`
write a.md "the text of a"
write b.md "the text of b"
commit Write
write a.md "the text of b"
write b.md "the text of a"
commit Swap
`, "a.md", "tester Swap\ntester Write\n"},

		"of two equal files, the one of the same name": {`
write x/1.md ` + tenLines + `
write x/2.md ` + tenLines + `
commit Write
mv x y
commit Move
`, "y/2.md", "tester Move\ntester Write (x/2.md)\n"},

		"a link that became a file": {`
symlink b.md a.md
commit Link
write a.md 1
commit Write
`, "a.md", "tester Write\ntester Link\n"},

		"a folder that became a file": {`
write a/b.md 1
commit Folder
rm a
write a text
commit File
`, "a", "tester File\n"},

		"a merge that changed nothing is not told": {`
write a.md 1
commit Write
branch other
write a.md 2
commit Edit
switch main
write b.md 1
commit Else
merge other Merge
`, "a.md", "tester Edit\ntester Write\n"},

		"a merge that changed something is": {`
write a.md 1
commit Write
branch other
write a.md 2
commit Theirs
switch main
write a.md 3
commit Ours
write a.md 4
merge other Merge
`, "a.md", "tester Merge\ntester Ours\ntester Theirs\ntester Write\n"},

		"the side of a merge that was thrown away is not": {`
write a.md 1
commit Write
branch other
write a.md 2
commit Theirs
switch main
write b.md 1
commit Else
write a.md 3
commit Ours
merge other Merge
`, "a.md", "tester Ours\ntester Write\n"},

		"renamed on one side, edited on the other": {`
write a.md ` + tenLines + `
commit Write
branch other
mv a.md b.md
commit Move
switch main
append a.md 11
commit Edit
mv a.md b.md
merge other Merge
`, "b.md", "tester Merge\ntester Edit (a.md)\ntester Move\ntester Write (a.md)\n"},

		"two histories that were joined": {`
write a.md 1
commit Write
branch other
write b.md 1
commit More
switch main
merge other Join
`, "b.md", "tester More\n"},

		"a file that is not committed": {`
write a.md 1
commit Write
write b.md 1
`, "b.md", "nothing\n"},
	} {
		t.Run(name, func(t *testing.T) {
			same(t, "the history of "+c.path, told(t, source.Options{Location: gittest.Make(t, c.script)}, c.path), c.want)
		})
	}
}

func TestHistoryIsThatOfTheRevisionThatIsRead(t *testing.T) {
	dir := gittest.Make(t, small+"write a.md c\ncommit Third\n")
	same(t, "history of HEAD~", told(t, source.Options{Location: dir, Rev: "HEAD~"}, "a.md"), "tester Second\ntester First\n")
}

func TestAFileThatCameFromOutsideTheWikiIsFollowed(t *testing.T) {
	dir := gittest.Make(t, `
write postmortems/a.md `+tenLines+`
commit Write
append postmortems/a.md 11
commit Edit
mv postmortems/a.md docs/wiki/incidents/a.md
commit Move
`)
	same(t, "history", told(t, source.Options{Location: filepath.Join(dir, "docs", "wiki")}, "incidents/a.md"),
		"tester Move\ntester Edit (/postmortems/a.md)\ntester Write (/postmortems/a.md)\n")
}

func TestPeopleAreCalledAsMailmapSays(t *testing.T) {
	dir := gittest.Make(t, `
write .mailmap "# who is who\nAlexandra Quinn <lex@example.org>\nKim <kim@new.example.org> <KIM@example.org>\n<joy@example.org> J <jim@example.org>"
write a.md 1
commit First author=lex
write a.md 2
commit Second author=kim
write a.md 3
commit Third author=LEX
write a.md 4
commit Fourth author=jim
`)
	h, err := open(t, source.Options{Location: dir}).History(context.Background(), []string{"a.md"})
	if err != nil {
		t.Fatal(err)
	}
	f, _ := h.File("a.md")
	want := "[{Alexandra Quinn lex@example.org} {Kim kim@new.example.org} {jim jim@example.org}]"
	if got := fmt.Sprint(f.Contributors); got != want {
		t.Errorf("contributors are %s, want %s", got, want)
	}
	for i, line := range strings.Split(strings.TrimSpace(gittest.Git(t, dir, "log", "--format=%aN", "--", "a.md")), "\n") {
		if f.Commits[i].AuthorName != line {
			t.Errorf("commit %d is by %s, git says %s", i, f.Commits[i].AuthorName, line)
		}
	}
	if f.LastChanged.AuthorName != "jim" || f.Commits[1].AuthorName != "Alexandra Quinn" {
		t.Errorf("the history is %+v", f)
	}
}

func TestTimesAreTheAuthorsInTheirZone(t *testing.T) {
	dir := gittest.Make(t, "write a.md 1\ncommit First @2014-11-24T03:12:00+05:30\n")
	h, err := open(t, source.Options{Location: dir}).History(context.Background(), []string{"a.md"})
	if err != nil {
		t.Fatal(err)
	}
	f, _ := h.File("a.md")
	if got := f.Created.When.Format(time.RFC3339); got != "2014-11-24T03:12:00+05:30" {
		t.Errorf("created at %s", got)
	}
}

// TestOneCommitMayMoveEverything is quick because equal content and equal
// names are looked up, not compared each with each.
func TestOneCommitMayMoveEverything(t *testing.T) {
	var before, after strings.Builder
	const files = 3000
	var paths []string
	for i := range files {
		text := strings.Repeat(fmt.Sprintf("line of %d\n", i), 20)
		fmt.Fprintf(&before, "M 100644 inline incidents/%d.md\ndata %d\n%s\n", i, len(text), text)
		text += "moved\n"
		fmt.Fprintf(&after, "M 100644 inline incidents/2014/%d.md\ndata %d\n%s\n", i, len(text), text)
		paths = append(paths, fmt.Sprintf("incidents/2014/%d.md", i))
	}
	const head = "commit refs/heads/main\ncommitter P <p@example.org> %d +0000\ndata 1\nx\n"
	stream := fmt.Sprintf(head, 1) + before.String() + fmt.Sprintf(head, 2) + "deleteall\n" + after.String()
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "--bare", "--initial-branch=main", dir)
	gittest.GitInput(t, dir, strings.NewReader(stream), "fast-import", "--quiet")
	h, err := open(t, source.Options{Location: dir}).History(context.Background(), paths)
	if err != nil {
		t.Fatal(err)
	}
	for i, path := range paths {
		if f, _ := h.File(path); len(f.Commits) != 2 || f.Created.Path != fmt.Sprintf("incidents/%d.md", i) {
			t.Fatalf("%s: %+v", path, f)
		}
	}
}
