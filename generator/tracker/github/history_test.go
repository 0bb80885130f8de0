package github_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

var (
	historyTime = flag.Duration("histories", 0, "how long to make up new histories; RETROWIKI_HISTORIES too")
	historySeed = flag.Uint64("history", 0, "one history to tell again, by its seed")
)

// A history is a wiki, its people, its GitHub and a series of runs, all of it
// made up from a seed: files change, people act on GitHub before and during
// runs, requests fail in every way, lists lag, and runs overlap. When all is
// quiet again, check compares what is there with what the model expects.
type history struct {
	*wiki
	said    []string // what went wrong
	told    []string // what happened, for people
	repos   []*githubtest.Repo
	files   []*file
	version revision
	past    []revision
	records map[place]*record
	now     int // counts events, to tell which came first
	ids     int
	lost    bool // a list lagged or runs overlapped: duplicates may have come about
	writing bool // a write is about to take effect
	toggles int  // how often the labels of all issues changed
	faults  int
	doubled int

	requests int
}

// A step is one thing that happens. Each has a seed of its own, so that taking
// one out leaves the others as they are.
type step struct {
	kind string
	seed uint64
}

// The kinds of steps, as often as they are named.
var stepKinds = []string{"file", "file", "people", "people", "people", "run", "run", "faulty run", "faulty run", "faulty run", "overlapping runs", "lagging run", "older run", "unreadable file", "lost state"}

func stepsOf(seed uint64) []step {
	random := rand.New(rand.NewPCG(seed, 1))
	var steps []step
	for range 4 + random.IntN(14) {
		steps = append(steps, step{stepKinds[random.IntN(len(stepKinds))], random.Uint64()})
	}
	return steps
}

// quiet is a test whose failures are notes of a history.
type quiet struct {
	testing.TB
	h    *history
	ends []func()
}

type gaveUp struct{}

func (q *quiet) Helper()           {}
func (q *quiet) Cleanup(do func()) { q.ends = append(q.ends, do) }
func (q *quiet) Errorf(format string, args ...any) {
	q.h.said = append(q.h.said, fmt.Sprintf(format, args...))
}
func (q *quiet) Error(args ...any) { q.h.said = append(q.h.said, fmt.Sprint(args...)) }
func (q *quiet) Fatalf(format string, args ...any) {
	q.Errorf(format, args...)
	panic(gaveUp{})
}
func (q *quiet) Fatal(args ...any) {
	q.Error(args...)
	panic(gaveUp{})
}

// tell lives a history through.
func tell(t testing.TB, seed uint64, steps []step) (h *history) {
	h = &history{records: map[place]*record{}}
	q := &quiet{TB: t, h: h}
	defer func() {
		for _, end := range q.ends {
			end()
		}
	}()
	defer func() {
		if r := recover(); r != nil && r != (gaveUp{}) {
			panic(r)
		}
	}()
	random := rand.New(rand.NewPCG(seed, 2))
	h.wiki = newWiki(q, githubtest.Below([]string{"/", "/api/v3"}[random.IntN(2)]))
	h.repos = []*githubtest.Repo{h.repo, h.gh.Repo("acme/other")}
	for _, r := range h.repos {
		r.Grant("ann", githubtest.Write)
		r.Grant("lex", githubtest.Write)
		r.Grant("kim", githubtest.Write)
	}
	h.cfg.CloseRemoved = random.IntN(2) == 0
	options := rand.New(rand.NewPCG(seed, 4)) // apart, so that known histories stay what they are
	h.cfg.Parents = options.IntN(2) == 0
	h.cfg.Milestone = []string{"", "Reliability"}[options.IntN(2)]
	h.version.labels = h.cfg.Labels
	h.addFile(random)
	h.files[0].item.Repo = "acme/other" // both repositories are always looked at
	for range 1 + random.IntN(4) {
		h.addFile(random)
	}
	h.commit()
	for _, s := range steps {
		h.step(s.kind, rand.New(rand.NewPCG(s.seed, 3)))
	}
	h.settle()
	return h
}

func (h *history) note(format string, args ...any) {
	h.now++
	h.told = append(h.told, fmt.Sprintf(format, args...))
}

func (h *history) step(kind string, random *rand.Rand) {
	switch kind {
	case "file":
		for range 1 + random.IntN(3) {
			h.editFiles(random)
		}
		h.commit()
	case "people":
		for range 1 + random.IntN(3) {
			h.people(random, true)
		}
	case "lost state":
		h.note("the state file is lost")
		h.info.Previous = nil
		for _, f := range h.files {
			f.gone = false
		}
	default:
		h.runStep(kind, random)
	}
}

// settle runs until nothing is written any more, and checks.
func (h *history) settle() {
	h.gh.Heal()
	h.gh.CatchUp()
	h.commit()
	for n, still := 0, 0; still < 1; n++ {
		h.gh.Clock().Advance(2 * time.Hour)
		h.requests += len(h.gh.Log())
		h.gh.ForgetLog()
		r, err := h.try(context.Background())
		if err == nil {
			h.info.Previous = &r.States
		}
		if still++; err != nil || len(h.gh.Writes()) > 0 {
			still = 0
		}
		if n == 6 {
			h.t.Errorf("it does not come to rest: %s\n%s", h.writes(), h.plan.Text())
			return
		}
	}
	h.still()
	h.check()
}

// howLong tells for how long to make up histories, and from which seed on. A
// usual run takes the same ones each time; a longer one looks for new ones.
func howLong(t testing.TB) (d time.Duration, seed uint64) {
	if *historySeed != 0 {
		return 0, *historySeed
	}
	if *historyTime > 0 {
		return *historyTime, uint64(time.Now().UnixNano())
	}
	text := os.Getenv("RETROWIKI_HISTORIES")
	if text == "" {
		return 15 * time.Second, 1
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d, uint64(time.Now().UnixNano())
}

// TestHistories makes up histories for a while. One that goes wrong is made
// as short as can be and printed; its seed belongs into knownHistories.
func TestHistories(t *testing.T) {
	if testing.Short() || mount != "/" {
		t.Skip("takes a while, and each history chooses where the API is")
	}
	long, seed := howLong(t)
	ends := time.Now().Add(long)
	var total struct{ histories, faults, requests, doubled int }
	for n := uint64(0); n == 0 || time.Now().Before(ends); n++ {
		h := tell(t, seed+n, stepsOf(seed+n))
		total.histories++
		total.faults += h.faults
		total.requests += h.requests
		total.doubled += h.doubled
		if len(h.said) > 0 {
			t.Fatal(shortest(t, seed+n))
		}
	}
	t.Logf("%d histories from seed %d: %d requests, %d faults; %d duplicates were made and settled; none is left, no edit lost",
		total.histories, seed, total.requests, total.faults, total.doubled)
}

// shortest takes steps out of a history for as long as it still goes wrong.
func shortest(t testing.TB, seed uint64) string {
	steps := stepsOf(seed)
	for n := 0; n < len(steps); {
		fewer := append(append([]step{}, steps[:n]...), steps[n+1:]...)
		if len(tell(t, seed, fewer).said) > 0 {
			steps = fewer
		} else {
			n++
		}
	}
	h := tell(t, seed, steps)
	return fmt.Sprintf("history %d goes wrong (-history=%d tells it again):\n  %s\n  - %s", seed, seed,
		strings.Join(h.told, "\n  "), strings.Join(h.said, "\n  - "))
}

// TestKnownHistories tells the histories again that went wrong once.
func TestKnownHistories(t *testing.T) {
	for seed, why := range knownHistories {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			if h := tell(t, seed, stepsOf(seed)); len(h.said) > 0 {
				t.Error(why + "\n" + shortest(t, seed))
			}
		})
	}
}

var knownHistories = map[uint64]string{
	1795422578058588656: "what a person wrote while labels were being added was written over",
	1795422964432631365: "a refused run for an older commit forgot that an issue was deleted, since its id was another then",
	1795423215135896856: "a plan and its run named another issue for what a remediation comes after, where a marker was broken",
	1795422508085434089: "a copy whose marker was broken held up the issue itself",
}
