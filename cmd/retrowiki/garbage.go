package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// garbage is how much of what is alive may be waiting to be collected, in
	// percent: with Go's 100, ten thousand incidents want more than a gigabyte.
	garbage = 60
	// smallHeap is how many bytes the heap may have before anything is
	// collected: a heap that grows is looked through again at each step.
	smallHeap = 160 << 20
)

// tuneGarbage sets, now and after each collection, when the next one begins.
func tuneGarbage() {
	debug.SetGCPercent(percentFor(4 << 20))
	afterCollection()
}

// collected is found to be garbage in each collection, which tells of it.
type collected struct{ _ [16]byte }

func afterCollection() {
	runtime.SetFinalizer(&collected{}, func(*collected) {
		alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(alive)
		debug.SetGCPercent(percentFor(alive[0].Value.Uint64()))
		afterCollection()
	})
}

// percentFor gives the percentage at which a heap with so much alive is
// collected when it has grown by garbage, or to smallHeap if that is more.
func percentFor(alive uint64) int {
	alive = max(alive, 1<<20)
	if grown := alive * garbage / 100; alive+grown > smallHeap {
		return garbage
	}
	return int((smallHeap - alive) * 100 / alive)
}
