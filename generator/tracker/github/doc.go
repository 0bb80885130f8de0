// Package github is GitHub as a tracker.Tracker.
//
// In go the API's address, a token and a clock; out come issues as plain
// values, and errors as tracker.Problems in words for a person. A transport of
// its own stands between go-github and the network: it waits as GitHub asks,
// paces writes, lets no two requests overlap, repeats nothing that could take
// effect twice, and gives the token to no host but the API's.
//
// It is the only user of go-github, version 60, whose own handling of limits
// and redirects it keeps from ever coming into play. It refuses to follow a
// write to another address, to take half a list for a list, and to search:
// what is in a listing alone decides.
package github
