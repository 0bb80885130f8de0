package github_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// what can happen to a request.
func (h *history) fault(random *rand.Rand, kill func()) (string, githubtest.Fault) {
	names := []string{"dropped before", "dropped after", "500 before", "502 before", "500 after", "502 after", "empty", "half", "killed before", "killed after"}
	faults := []githubtest.Fault{
		githubtest.DropBeforeCommit, githubtest.DropAfterCommit, githubtest.Fail500, githubtest.Fail502, githubtest.Fail500Committed,
		githubtest.Fail502Committed, githubtest.EmptyAnswer, githubtest.HalfAnswer, githubtest.KilledBefore(kill), githubtest.KilledAfter(kill),
	}
	if n := random.IntN(len(faults) + 5); n < len(faults) {
		return names[n], faults[n]
	}
	long := time.Duration(1+random.IntN(600)) * time.Second
	told := githubtest.Refusal{For: long, Primary: random.IntN(4) == 0, OnlyText: random.IntN(4) == 0}
	if random.IntN(2) == 0 {
		told.Status = 429
	}
	if random.IntN(2) == 0 && !told.OnlyText {
		told.RetryAfter = long
	}
	return "refused for " + long.String(), githubtest.TooOften(told)
}

// runStep is a run, or two, with what goes wrong in them.
func (h *history) runStep(kind string, random *rand.Rand) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	run := *h.wiki
	h.note("%s", kind)
	switch kind {
	case "faulty run":
		for range 1 + random.IntN(3) {
			h.spoilRun(random, cancel)
		}
		if random.IntN(3) == 0 {
			run.options.MaxWrites = 1 + random.IntN(4)
		}
	case "lagging run":
		h.lost = true
		h.gh.StaleReads(1+random.IntN(5), random.IntN(3))
		if random.IntN(2) == 0 {
			h.spoilRun(random, cancel)
		}
	case "overlapping runs":
		h.overlap(random)
	case "older run":
		v := h.past[random.IntN(len(h.past))]
		run.items, run.cfg.Labels = v.items, v.labels
		v.info.Previous = h.info.Previous
		run.info = v.info
	case "unreadable file":
		if len(run.items) > 0 {
			n := random.IntN(len(run.items))
			run.items = slices.Delete(slices.Clone(run.items), n, n+1)
		}
		run.info.Incomplete = true
	}
	h.meanwhile(random)
	h.run(ctx, &run, random.IntN(2) == 0)
	h.gh.Heal()
	h.gh.StaleReads(0, 0)
	h.gh.Clock().Advance(time.Duration(random.IntN(20)) * time.Minute)
}

func (h *history) run(ctx context.Context, w *wiki, killedHard bool) {
	r, err := w.try(ctx)
	if r != nil && (err == nil || !killedHard) {
		states := r.States
		h.info.Previous = &states
	}
	if w.info.Incomplete && w.plan != nil {
		for _, a := range w.plan.Actions {
			if a.Verb == tracker.Orphan || a.Verb == tracker.CloseOrphan {
				h.t.Errorf("%s counts as removed while a file cannot be read", a.Key)
			}
		}
	}
	if err != nil {
		h.note("it ended: %v", err)
	}
}

// spoilRun lets a request of the next run go wrong.
func (h *history) spoilRun(random *rand.Rand, kill func()) {
	what, fault := h.fault(random, kill)
	match := []string{githubtest.AnyCall, githubtest.AnyWrite, createRoute, patchRoute}[random.IntN(4)]
	nth := 1 + random.IntN(8)
	if match != githubtest.AnyCall {
		nth = 1 + random.IntN(3)
	}
	h.note("request %d of %s: %s", nth, match, what)
	h.gh.FailNth(match, nth, fault)
	h.faults++
}

// meanwhile lets people act while the run goes on.
func (h *history) meanwhile(random *rand.Rand) {
	if random.IntN(2) == 0 {
		return
	}
	seed := random.Uint64()
	match, nth, text := githubtest.AnyRead, 1+random.IntN(8), true
	switch random.IntN(4) {
	case 0:
		match, text = githubtest.AnyWrite, false
	case 1: // of an update that takes several writes, the one of the text comes last
		match, nth = []string{labelRoute, unlabelRoute, assignRoute}[random.IntN(3)], 1+random.IntN(2)
	}
	h.gh.FailNth(match, nth, githubtest.Meanwhile(func() {
		h.note("meanwhile:")
		h.people(rand.New(rand.NewPCG(seed, 4)), text && !h.writing)
	}))
}

// overlap puts a whole run between two requests of the next one. It may be
// killed itself.
func (h *history) overlap(random *rand.Rand) {
	h.lost = true
	nth, stop := 1+random.IntN(10), random.IntN(12)
	h.note("another run comes before request %d, and is killed at %d of its own", nth, stop)
	other := *h.wiki
	match := []string{githubtest.AnyRead, githubtest.AnyWrite}[random.IntN(2)]
	h.gh.FailNth(match, nth, githubtest.Meanwhile(func() {
		h.note("the other run begins")
		h.writing = match == githubtest.AnyWrite
		defer func() { h.writing = false }()
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		if stop > 0 {
			h.gh.FailNth(githubtest.AnyCall, stop, githubtest.KilledAfter(cancel))
			h.faults++
		}
		h.run(ctx, &other, true)
		h.note("the other run ended")
	}))
}
