// Package progress tells how a long run goes on: in which stage it is, how much
// of it is done, and in the end how long each stage took.
//
// The clock comes from outside; a nil Run tells nobody and costs nothing.
package progress

import (
	"sync"
	"sync/atomic"
	"time"
)

// Run is the stages of one run. It is safe for concurrent use.
type Run struct {
	now func() time.Time

	mu     sync.Mutex
	stages []*Stage
}

// Stage is a part of a run. Steps may be counted by several goroutines.
type Stage struct {
	Name  string
	Of    int // steps; 0 where they are not counted
	began time.Time
	ended time.Time // zero while it goes on
	done  atomic.Int64
}

// New begins to tell.
func New(now func() time.Time) *Run { return &Run{now: now} }

// Begin ends the stage before and begins one of so many steps.
func (r *Run) Begin(name string, of int) *Stage {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.now()
	r.end(at)
	s := &Stage{Name: name, Of: of, began: at}
	r.stages = append(r.stages, s)
	return s
}

// End ends the last stage.
func (r *Run) End() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.end(r.now())
}

func (r *Run) end(at time.Time) {
	if n := len(r.stages); n > 0 && r.stages[n-1].ended.IsZero() {
		r.stages[n-1].ended = at
	}
}

// Step counts a step of the stage.
func (s *Stage) Step() {
	if s != nil {
		s.done.Add(1)
	}
}

// Status is a stage at a moment.
type Status struct {
	Name     string
	Done, Of int
	Took     time.Duration
	Left     time.Duration // at the rate so far; 0 where that cannot be told
	Over     bool
}

// Stages lists the stages in the order in which they began.
func (r *Run) Stages() []Status {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]Status, len(r.stages))
	for i, s := range r.stages {
		list[i] = s.status(r.now())
	}
	return list
}

// Current is the stage that goes on; false if none does.
func (r *Run) Current() (Status, bool) {
	stages := r.Stages()
	if n := len(stages); n > 0 && !stages[n-1].Over {
		return stages[n-1], true
	}
	return Status{}, false
}

func (s *Stage) status(now time.Time) Status {
	status := Status{Name: s.Name, Done: int(s.done.Load()), Of: s.Of, Over: !s.ended.IsZero()}
	if status.Over {
		now = s.ended
	}
	status.Took = now.Sub(s.began)
	if left := status.Of - status.Done; !status.Over && status.Done > 0 && left > 0 {
		status.Left = time.Duration(float64(status.Took) / float64(status.Done) * float64(left))
	}
	return status
}
