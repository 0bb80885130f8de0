package par

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
)

func TestResultsKeepTheOrderOfTheInput(t *testing.T) {
	items := make([]int, 1000)
	for i := range items {
		items[i] = i
	}
	got, err := Map(context.Background(), items, func(_ context.Context, i, n int) (string, error) { return fmt.Sprint(i, n*n), nil })
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range got {
		if s != fmt.Sprint(i, i*i) {
			t.Fatalf("result %d is %q", i, s)
		}
	}
}

func TestAnErrorOrPanicEndsTheWork(t *testing.T) {
	boom := errors.New("boom")
	_, err := Map(context.Background(), make([]int, 100), func(_ context.Context, i, _ int) (int, error) {
		if i == 3 {
			return 0, boom
		}
		return i, nil
	})
	if !errors.Is(err, boom) {
		t.Errorf("Map = %v, want the error of the work", err)
	}
	var p *Panic
	_, err = Map(context.Background(), []int{1}, func(context.Context, int, int) (int, error) { panic("boom") })
	if !errors.As(err, &p) || p.Value != "boom" || len(p.Stack) == 0 {
		t.Errorf("Map = %v, want a Panic with its stack", err)
	}
}

func TestWorkStopsWhenItsContextIsDone(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var begun atomic.Int64
	_, err := Map(ctx, make([]int, 1_000_000), func(context.Context, int, int) (int, error) {
		cancel()
		begun.Add(1) // those in flight, at most one a core
		return 0, nil
	})
	if !errors.Is(err, context.Canceled) || begun.Load() > 64 {
		t.Errorf("Map = %v after %d items", err, begun.Load())
	}
}

func TestWorkThatWasBegunIsWaitedFor(t *testing.T) {
	n := 0
	wait := Begin(func() { n = 1 })
	if err := wait(); err != nil || n != 1 {
		t.Errorf("err %v, n %d", err, n)
	}
	var p *Panic
	if err := Begin(func() { panic("boom") })(); !errors.As(err, &p) {
		t.Errorf("%v, want a Panic", err)
	}
}
