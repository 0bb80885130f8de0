// Package tracker decides what should be true of the issues in which
// remediations are tracked, and makes it so.
//
// In go the remediations as Items and what the tracker lists (Read). Reconcile,
// a pure function, compares the two with what was last applied, which each
// issue remembers in a marker of its own, and gives a Plan: a person's change
// on the tracker wins unless the file has changed since too, which is a
// conflict for a person to settle. Apply carries the plan out through a
// Tracker and gives what is true now as a State, which the next build of the
// wiki reads.
//
//	[]Item + []Listing --Reconcile--> Plan --Apply--> issues --> State
//
// It refuses to guess: an unreadable listing, an edited marker, a vanished
// issue or a create whose outcome is unknown never leads to a second issue.
// It knows neither GitHub's API (package github below does) nor files, the
// environment or the time, which are passed in.
package tracker
