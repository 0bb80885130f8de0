package tracker

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// invariants is what a sync holds, whatever happens. The tests that hold each
// have its number in their names, as TestInvariant07_TwoRunsAtOnce.
var invariants = []string{
	1:  "the same tree and the same issues: an empty plan, and no writes",
	2:  "identity is the marker's key; title, labels, file, author and repository may change",
	3:  "all issues are looked through, open and closed, on all pages; pull requests are not",
	4:  "a failed or short page stops the run before its first write",
	5:  "search never decides identity",
	6:  "a create whose outcome is unknown is not repeated before a list shows that it failed",
	7:  "of two issues with one key the lowest number stays; the other is closed once, with a link",
	8:  "one run writes at a time; away from a workflow, a run only plans unless it is told to write",
	9:  "a run for an older commit does not write",
	10: "a person's close or reopen stays, unless the file has changed since",
	11: "text outside of our part stays byte for byte; an edited part is reported",
	12: "line ends and trailing blanks are no change",
	13: "only our own labels and assignees are added and removed",
	14: "markers count only from those who may write",
	15: "nothing in an author's text is alive, and code stays code",
	16: "a bad label, assignee or remediation does not hold up the others, and is reported",
	17: "title and body fit GitHub's limits, and the marker is never cut",
	18: "while a file cannot be read, nothing counts as removed",
	19: "more than so many creates or closes in a run want a flag",
	20: "writes are a second apart, waits are bounded, and what is left is named",
	21: "an issue that was transferred, deleted or hidden is not opened again silently",
	22: "each answer is compared with what was asked",
	23: "locked, archived, switched off, a fork, or a token that may not write: one clear message",
	24: "the token goes to the API's host only",
	25: "the wiki builds while GitHub is down, and says how old its states are",
}

func TestEveryInvariantIsHeldByATest(t *testing.T) {
	name := regexp.MustCompile(`(?m)^func (TestInvariant(\d\d)_\w+)\(t \*testing\.T\)`)
	held := map[string][]string{}
	for _, folder := range []string{".", "github", "../../cmd/retrowiki"} {
		files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no tests in %s: %v", folder, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range name.FindAllSubmatch(text, -1) {
				held[string(m[2])] = append(held[string(m[2])], string(m[1]))
			}
		}
	}
	for n, says := range invariants[1:] {
		number := fmt.Sprintf("%02d", n+1)
		if len(held[number]) == 0 {
			t.Errorf("no test holds invariant %s: %s", number, says)
		}
		t.Logf("%s %s: %v", number, says, held[number])
		delete(held, number)
	}
	for number, tests := range held {
		t.Errorf("there is no invariant %s: %v", number, tests)
	}
}
