package main

import (
	"math"
	"testing"
)

func TestAHeapGrowsFastWhileItIsSmall(t *testing.T) {
	for _, test := range []struct {
		alive uint64 // MB
		want  int    // percent
	}{{0, young}, {30, young}, {100, young}, {150, 100}, {200, 50}, {230, garbage}, {300, garbage}, {3000, garbage}} {
		if got := percentFor(test.alive << 20); got != test.want {
			t.Errorf("with %d MB alive, %d %% may be garbage, want %d", test.alive, got, test.want)
		}
	}
}

func TestALimitLeavesRoomForGarbage(t *testing.T) {
	for alive := uint64(0); alive < 2<<30; alive += 10 << 20 {
		limit := memoryFor(alive)
		if limit != math.MaxInt64 && uint64(limit) < alive*5/4 || limit < memoryFor(max(alive, 10<<20)-10<<20) {
			t.Errorf("with %d MB alive the limit is %d MB", alive>>20, limit>>20)
		}
	}
	if memoryFor(200<<20) != smallMemory || memoryFor(smallHeap+1) != math.MaxInt64 {
		t.Error("a small heap has another limit than a small one has, or a large one has any")
	}
}
