package lint

import "github.com/retrowiki/retrowiki/generator/diag"

// readingBody is found while one file's text and remediations are read.
var readingBody = []Rule{
	{
		Name: "markdown/panic", Severity: diag.Error, Locked: true,
		Doc:  "The Markdown parser broke down on this text, which is shown as it is written.",
		Mend: "Report the file as a bug of retrowiki.",
	}, {
		Name: "markdown/too-complex", Severity: diag.Error, Locked: true,
		Doc:  "The text would cost more time than one page may, so it is shown as it is written.",
		Mend: "Simplify the place, or move data into a file of its own.",
	}, {
		Name: "visibility/stray-close", Severity: diag.Warning,
		Doc:  "`<!-- /internal -->` closes a part that was never opened: perhaps what stands before it was meant to be hidden, and is not.",
		Mend: "Open the part with `<!-- internal -->`, or remove the mark.",
	}, {
		Name: "visibility/unclosed-internal", Severity: diag.Error,
		Doc:  "An internal part that is never closed hides the rest of the text from the public.",
		Mend: "Write `<!-- /internal -->` where it ends.",
	}, {
		Name: "timeline/bad-time", Severity: diag.Warning,
		Doc:  "An entry of the timeline gives a time of day, and nothing tells which day: no entry above it, and no field of the incident.",
		Mend: "Write the date of the first entry: `2014-11-24 03:12 UTC`.",
	}, {
		Name: "timeline/milestone-disagrees", Severity: diag.Warning,
		Doc:  "The timeline marks a milestone at another time than the frontmatter gives. The frontmatter counts.",
		Mend: "Make the two say the same.",
	}, {
		Name: "timeline/no-time", Severity: diag.Warning,
		Doc:  "An item among the timeline's entries begins with no time, so it is not an entry of its own.",
		Mend: "Begin it with a time, or indent it below the entry that it belongs to.",
	}, {
		Name: "timeline/out-of-order", Severity: diag.Warning,
		Doc:  "An entry is earlier than the one above it. A time of day less than an hour before the entry above is taken for a slip, not for the next day.",
		Mend: "Put the entries in the order in which things happened, or write the full date.",
	}, {
		Name: "timeline/unknown-milestone", Severity: diag.Warning,
		Doc:  "The word in braces is no milestone, so it supplies no time. `--fix` corrects one of which one letter is off.",
		Mend: "Write a milestone such as `{detected}`, or leave the braces out.",
	}, {
		Name: "remediation/bad-id", Severity: diag.Warning,
		Doc:  "The id of a remediation holds lower-case letters, digits, dots, hyphens and underscores, since addresses and the marks in issues are made of it.",
		Mend: "Write the id that the finding offers.",
	}, {
		Name: "remediation/duplicate-id", Severity: diag.Error,
		Doc:  "The id is what joins a remediation to its issue. Of two with one id, the second gets no issue.",
		Mend: "Give it an id of its own.",
	}, {
		Name: "remediation/missing-id", Severity: diag.Advice,
		Doc:  "Without an id, one is made from the title: then a change of the title loses the issue.",
		Mend: "Write the id that the finding offers; `retrowiki fmt` does so for all.",
	}, {
		Name: "remediation/missing-title", Severity: diag.Error,
		Doc:  "A remediation without a title says nothing on the board and gets no issue.",
		Mend: "Write `title:` and say what is to be done.",
	},
}

// readingWhole is found when all incidents are joined.
var readingWhole = []Rule{
	{
		Name: "incident/alias-taken", Severity: diag.Error,
		Doc:  "An alias leads old addresses to an incident; one that is another incident's id leads nowhere.",
		Mend: "Remove the alias.",
	}, {
		Name: "incident/duplicate-id", Severity: diag.Error,
		Doc:  "Two incidents with one id would have one page. The later file gets another id, which changes when files do.",
		Mend: "Rename one of the files, or give it an `id:` of its own.",
	}, {
		Name: "reference/itself", Severity: diag.Warning,
		Doc:  "An incident that names itself as related, or as its own recurrence, says nothing.",
		Mend: "Remove it.",
	}, {
		Name: "reference/unknown-incident", Severity: diag.Warning,
		Doc:  "No incident has the id that stands in `recurrence_of` or `related`, so the thread between the two is lost.",
		Mend: "Write the id of an incident: its file's name without `.md`.",
	}, {
		Name: "reference/unknown-remediation", Severity: diag.Warning,
		Doc:  "A remediation waits for one that there is not.",
		Mend: "Write the id of a remediation of this incident, or `incident-id/id`.",
	}, {
		Name: "link/dead", Severity: diag.Warning,
		Doc:  "The link leads to no file, incident or term, so readers meet a 404 where they look for the cause.",
		Mend: "Correct the path or the id, or remove the link.",
	}, {
		Name: "link/image", Severity: diag.Warning,
		Doc:  "`build` leaves out images of a kind or size that pages should not carry. Said by `build` alone, since `check` opens no image.",
		Mend: "Use a PNG, JPEG, GIF, WebP, AVIF or plain SVG file below 10 MB.",
	}, {
		Name: "link/refused", Severity: diag.Warning,
		Doc:  "Only http, https and mailto addresses become links; another scheme is shown as text.",
		Mend: "Use an http, https or mailto address.",
	}, {
		Name: "link/unknown-heading", Severity: diag.Warning,
		Doc:  "The page is there, but it has no heading that the part behind `#` names.",
		Mend: "Correct the part behind `#`.",
	},
}
