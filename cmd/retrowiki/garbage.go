package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// garbage is how much of what is alive may be waiting to be collected, in
	// percent: with Go's 100, ten thousand incidents want half as much again.
	garbage = 35
	// smallHeap is how many bytes the heap may have before that counts: one that
	// grows is looked through again at each step. Below it, up to young may wait.
	smallHeap = 300 << 20
	young     = 200
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

// percentFor gives the percentage by which a heap with so many bytes alive may
// grow before it is collected.
func percentFor(alive uint64) int {
	toSmall := 0
	if alive = max(alive, 1<<20); alive < smallHeap {
		toSmall = int((smallHeap - alive) * 100 / alive)
	}
	return max(garbage, min(toSmall, young))
}
