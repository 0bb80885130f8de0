//go:build !linux

package output

func swap(stage, dir string) error { return swapInTwo(stage, dir) }
