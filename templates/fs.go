// Package templates holds every word and tag of the wiki that a person edits:
// page/ has one file for each kind of page, partial/ what several share,
// agenda/ the words of a retrospective and its mails, issue/ the body of an
// issue, scaffold/ what init and new begin with.
package templates

import "embed"

// FS is the folder, as embedded.
//
//go:embed all:agenda all:page all:partial all:issue all:scaffold
var FS embed.FS
