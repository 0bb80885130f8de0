//go:build !unix

package source

// nonBlocking is nothing where opening a file never waits.
const nonBlocking = 0
