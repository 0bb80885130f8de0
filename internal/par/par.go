// Package par runs independent pieces of work on all cores and hands back the
// results in the order of the input. It is where the program's goroutines
// live, so that everything else can be read as if it were sequential.
package par

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// A Panic is what Map returns when work on one item panicked.
type Panic struct {
	Item  int
	Value any
	Stack []byte
}

func (p *Panic) Error() string {
	return fmt.Sprintf("panic on item %d: %v\n%s", p.Item, p.Value, p.Stack)
}

// Map calls f for every item, on as many goroutines as there are cores, and
// returns the results in the order of items. The first error (by item order
// among those that happened) is returned after running work has ended; no new
// item is begun after an error or once ctx is done. A panic in f becomes a
// *Panic error.
func Map[T, R any](ctx context.Context, items []T, f func(context.Context, int, T) (R, error)) ([]R, error) {
	results := make([]R, len(items))
	errs := make([]error, len(items))
	var next atomic.Int64
	var failed atomic.Bool
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(items)) {
		wg.Go(func() {
			for !failed.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(items) {
					return
				}
				if results[i], errs[i] = call(ctx, i, items[i], f); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return results, ctx.Err()
}

func call[T, R any](ctx context.Context, i int, item T, f func(context.Context, int, T) (R, error)) (r R, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &Panic{Item: i, Value: v, Stack: debug.Stack()}
		}
	}()
	return f(ctx, i, item)
}

// Begin starts work beside what the caller does next. The function that it
// gives waits for the end of it, and tells of a panic as Map does.
func Begin(f func()) (wait func() error) {
	done := make(chan error, 1)
	go func() {
		_, err := call(context.Background(), 0, struct{}{}, func(context.Context, int, struct{}) (any, error) {
			f()
			return nil, nil
		})
		done <- err
	}()
	return func() error { return <-done }
}
