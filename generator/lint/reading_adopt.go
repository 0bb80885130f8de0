package lint

import "github.com/retrowiki/retrowiki/generator/diag"

// readingAdopt is what comes up where facts are taken out of a text, and where
// import makes incidents of what other tools wrote.
var readingAdopt = []Rule{
	{
		Name: "adopt/from-text", Severity: diag.Advice,
		Doc:  "The file has no frontmatter of this format, so what its text says in header lines, tables and sections is shown. Its remediations get no issue until they stand in the frontmatter.",
		Mend: "Run `retrowiki import` with the file's path, and look at the difference. Or leave it as it is.",
	}, {
		Name: "adopt/unsure", Severity: diag.Advice,
		Doc:  "The text says something that can be read in more than one way, such as 03/04/2021. It is left out rather than guessed.",
		Mend: "Write it into the frontmatter, or say it so in the text that it has one meaning: 2021-04-03.",
	}, {
		Name: "frontmatter/edit", Severity: diag.Warning,
		Doc:  "A change to the frontmatter was not made, since nothing but that change may happen to the file, and here that is not certain: anchors, merge keys, or a form that cannot be told.",
		Mend: "Make the change by hand, as the finding says.",
	}, {
		Name: "import/damaged", Severity: diag.Error, Locked: true,
		Doc:  "A transcript that `timeline` reads is broken at this place, or something in it is not certain: a person, a zone, a date. What can be read before and behind the place was read, and so was every other file.",
		Mend: "Export it again, and run `timeline` again: it adds only what is missing.",
	}, {
		Name: "import/empty", Severity: diag.Error, Locked: true,
		Doc:  "An export holds nothing that an incident could be made of.",
		Mend: "Export it again, and look at what the file holds.",
	}, {
		Name: "import/mapping", Severity: diag.Error, Locked: true,
		Doc:  "The mapping names a field that there is not, or two columns for one field.",
		Mend: "Correct the line that the finding names.",
	}, {
		Name: "import/no-column", Severity: diag.Error, Locked: true,
		Doc:  "The mapping names a column that the export lacks.",
		Mend: "Write a name that stands in the export's first line.",
	}, {
		Name: "import/no-day", Severity: diag.Advice,
		Doc:  "An incident of the export tells no day, so its file's name has none.",
		Mend: "Map the column that holds the day, or add it afterwards.",
	}, {
		Name: "import/no-incident", Severity: diag.Warning,
		Doc:  "A path that was named is no incident of this wiki, so nothing was done with it.",
		Mend: "Name a file that `incidents:` of retrowiki.yaml matches.",
	}, {
		Name: "import/no-title", Severity: diag.Error, Locked: true,
		Doc:  "An incident of the export has no title, so no file was made of it.",
		Mend: "Map the column that holds the title, or give it one in the export.",
	}, {
		Name: "import/ragged", Severity: diag.Warning,
		Doc:  "A row of the export has more cells than the table has columns. What is over was left out.",
		Mend: "Look at the row: most often a cell lacks its quotes.",
	}, {
		Name: "import/refused", Severity: diag.Error, Locked: true,
		Doc:  "The file cannot be rewritten with certainty, so it was left as it is.",
		Mend: "Do what the finding says, or write the fields by hand.",
	}, {
		Name: "import/skipped", Severity: diag.Advice,
		Doc:  "A page of the other tool is no incident.",
		Mend: "Nothing has to be done.",
	}, {
		Name: "import/syntax", Severity: diag.Error, Locked: true,
		Doc:  "The export is not CSV or JSON as it ought to be.",
		Mend: "Look at the place that the finding names, or export again.",
	}, {
		Name: "import/too-large", Severity: diag.Error, Locked: true,
		Doc:  "An incident or a table of the export is larger than anything that people read.",
		Mend: "Shorten it in the export, or write this incident by hand.",
	}, {
		Name: "import/unreadable", Severity: diag.Error, Locked: true,
		Doc:  "The export is not text in UTF-8.",
		Mend: "Export it as UTF-8.",
	}, {
		Name: "import/unused-column", Severity: diag.Advice,
		Doc:  "Columns of the export go into no field. What they say stands in the file's text, so nothing is lost.",
		Mend: "Map them with `--map` if there is a field for them.",
	},
}
