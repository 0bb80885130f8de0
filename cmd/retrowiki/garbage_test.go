package main

import "testing"

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
