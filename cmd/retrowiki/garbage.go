package main

import (
	"math"
	"os"
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
	// smallMemory is how many bytes a small heap may have with all that Go needs
	// beside it, of which some are freed and not yet given back.
	smallMemory = 318 << 20
)

// tuneGarbage sets, now and after each collection, when the next one begins. A
// limit that the environment sets stays.
func tuneGarbage() {
	tune(4 << 20)
	afterCollection()
}

func tune(alive uint64) {
	debug.SetGCPercent(percentFor(alive))
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryFor(alive))
	}
}

// collected is found to be garbage in each collection, which tells of it.
type collected struct{ _ [16]byte }

func afterCollection() {
	runtime.SetFinalizer(&collected{}, func(*collected) {
		alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(alive)
		tune(alive[0].Value.Uint64())
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

// memoryFor gives how many bytes Go may have for a heap with so many alive. A
// large one is held by its percentage alone: near a limit it would be collected
// all the time.
func memoryFor(alive uint64) int64 {
	if alive > smallHeap {
		return math.MaxInt64
	}
	return int64(max(smallMemory, alive+alive/4+60<<20))
}
