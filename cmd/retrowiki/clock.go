package main

import (
	"context"
	"time"
)

// clock is the world's time, for whoever has to wait in it.
type clock struct{ now func() time.Time }

// Now tells the time.
func (c clock) Now() time.Time { return c.now() }

// Sleep waits, unless the run ends first.
func (c clock) Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
