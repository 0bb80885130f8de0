package progress

import (
	"testing"
	"time"
)

func TestStagesTellHowFarTheyAreAndHowLongTheyTook(t *testing.T) {
	now := time.Unix(0, 0)
	r := New(func() time.Time { return now })
	if _, on := r.Current(); on {
		t.Error("nothing has begun")
	}
	s := r.Begin("reading", 10)
	for range 4 {
		s.Step()
	}
	now = now.Add(8 * time.Second)
	if got, _ := r.Current(); got.Done != 4 || got.Of != 10 || got.Left != 12*time.Second {
		t.Errorf("after 4 of 10 steps in 8 s: %+v, want 12 s left", got)
	}
	r.Begin("joining", 0)
	now = now.Add(time.Second)
	r.End()
	now = now.Add(time.Hour)
	stages := r.Stages()
	if len(stages) != 2 || stages[0].Took != 8*time.Second || stages[1].Took != time.Second || !stages[1].Over || stages[1].Left != 0 {
		t.Errorf("%+v", stages)
	}
	if _, on := r.Current(); on {
		t.Error("all has ended")
	}
}

func TestNobodyNeedBeTold(t *testing.T) {
	var r *Run
	r.Begin("reading", 3).Step()
	r.End()
	if r.Stages() != nil {
		t.Error("nobody is told of stages")
	}
}
