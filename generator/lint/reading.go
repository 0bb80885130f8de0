package lint

import "github.com/retrowiki/retrowiki/generator/diag"

// Reading lists the rules that have no Check here: what they find comes up
// while files are read and joined, in the packages that do so. They go by the
// same settings and stand in the same documentation.
var Reading = concat(readingFrontmatter, readingBody, readingWhole, readingSource, readingAdopt, own)

func concat(lists ...[]Rule) []Rule {
	var all []Rule
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

var readingFrontmatter = []Rule{
	{
		Name: "frontmatter/alias", Severity: diag.Error, Locked: true,
		Doc:  "A YAML reference (`*name`) that stands inside of what it refers to has no end.",
		Mend: "Write out what is meant.",
	}, {
		Name: "frontmatter/anchor", Severity: diag.Warning,
		Doc:  "YAML takes a value that begins with `&` for the name of a value. Where nothing refers to that name, it was most likely meant as text, and is lost.",
		Mend: "Put the value in quotes.",
	}, {
		Name: "frontmatter/bad-id", Severity: diag.Warning,
		Doc: "The id of an incident is a part of its page's address, so it holds lower-case letters, digits, dots, hyphens and underscores. " +
			"Another name gets the nearest id that does, and that may change when the name does.",
		Mend: "Rename the file, or write an `id:` of these characters.",
	}, {
		Name: "frontmatter/bad-time", Severity: diag.Error,
		Doc:  "A time that cannot be read is left out, and with it every duration that comes from it.",
		Mend: "Write a time such as `2014-11-24T03:12:00Z`, or a date such as `2014-11-24`.",
	}, {
		Name: "frontmatter/comment", Severity: diag.Warning,
		Doc:  "Behind a value, YAML takes everything from ` #` on for a comment: of `channel: #ops` nothing is left.",
		Mend: "Put the whole value in quotes; or put a space behind the `#` if a comment is meant.",
	}, {
		Name: "frontmatter/duplicate-key", Severity: diag.Error,
		Doc:  "Of two equal keys only the first counts, and nobody can tell which one was meant.",
		Mend: "Keep one of the two.",
	}, {
		Name: "frontmatter/empty-file", Severity: diag.Error, Locked: true,
		Doc:  "An empty file says nothing about an incident.",
		Mend: "Begin with `title:` between two `---` lines, or remove the file.",
	}, {
		Name: "frontmatter/encoding", Severity: diag.Error, Locked: true,
		Doc:  "Files are read as UTF-8 with line feeds. Anything else (UTF-16, Latin-1, NUL bytes, carriage returns alone) cannot be read safely.",
		Mend: "Save the file as UTF-8.",
	}, {
		Name: "frontmatter/fence", Severity: diag.Error, Locked: true,
		Doc:  "The first line was most likely meant to open the frontmatter, but does not: it is indented, or has more on it. So the fields are read as text.",
		Mend: "Begin the file with a line that holds nothing but `---` (YAML), `+++` (TOML) or `;;;` (JSON).",
	}, {
		Name: "frontmatter/key", Severity: diag.Error,
		Doc:  "The name of a field is a word, not a list or a group of fields.",
		Mend: "Write a plain word as the key.",
	}, {
		Name: "frontmatter/merge", Severity: diag.Error,
		Doc:  "YAML's `<<` brings in the keys of a mapping that was named before; anything else cannot be merged.",
		Mend: "Write `<<: *name` with the name of a mapping, or put `<<` in quotes.",
	}, {
		Name: "frontmatter/missing-title", Severity: diag.Error,
		Doc:  "The title is the one field that every incident needs: lists, feeds and links are made of it.",
		Mend: "Write `title:` in the frontmatter, or begin the text with a `# heading`.",
	}, {
		Name: "frontmatter/no-offset", Severity: diag.Advice,
		Doc:  "A time without an offset is read in the zone of the wiki's settings. People elsewhere, and logs in UTC, make it easy to be hours off.",
		Mend: "Write the offset: `2014-11-24T03:12:00Z` or `2014-11-24T04:12:00+01:00`.",
	}, {
		Name: "frontmatter/not-mapping", Severity: diag.Error, Locked: true,
		Doc:  "A frontmatter is made of `key: value` lines. Anything else between the fences is no frontmatter.",
		Mend: "Write `key: value` lines; or `***` where a line across the page is meant.",
	}, {
		Name: "frontmatter/reserved-id", Severity: diag.Error,
		Doc:  "Among the incidents' addresses some names are taken by pages of the wiki: years, feeds, the pages of a list.",
		Mend: "Choose another name.",
	}, {
		Name: "frontmatter/split", Severity: diag.Error, Locked: true,
		Doc:  "Two readings disagree about where the frontmatter ends. Rather than show fields as text, or text as fields, nothing of it is read.",
		Mend: "Write the two fences as plain lines of their own, and report the file as a bug of retrowiki.",
	}, {
		Name: "frontmatter/syntax", Severity: diag.Error, Locked: true,
		Doc:  "One slip in YAML, TOML or JSON keeps the whole block from being read. The finding points at the most likely cause rather than where the parser gave up.",
		Mend: "Mend the place that the finding points at; most often the value wants quotes.",
	}, {
		Name: "frontmatter/tag", Severity: diag.Error,
		Doc:  "YAML takes a value that begins with `!` for a tag, which is not part of the text.",
		Mend: "Put the value in quotes.",
	}, {
		Name: "frontmatter/too-large", Severity: diag.Error, Locked: true,
		Doc:  "The frontmatter is above the limits that keep one file from costing more than it may: 256 kB, 10,000 keys and values, 64 levels.",
		Mend: "Move what is long into the body, or split the file.",
	}, {
		Name: "frontmatter/unclosed", Severity: diag.Error, Locked: true,
		Doc:  "A frontmatter that is never closed makes the whole file its body: no field counts.",
		Mend: "End it with a line that holds nothing but the closing fence.",
	}, {
		Name: "frontmatter/unknown-field", Severity: diag.Warning,
		Doc: "A field that the format does not know is kept and shown under \"More\", but nothing is made of it. Most often it is a slip of the hand. " +
			"`--fix` corrects the name where one letter is off, no other name is near, and the field is not there yet.",
		Mend: "Correct the name; or map it under `fields`, or list it under `taxonomies`, in retrowiki.yaml.",
	}, {
		Name: "frontmatter/unknown-value", Severity: diag.Error,
		Doc: "The field takes one of a few words, so that pages can be made of it. Another word counts as none; a misspelt `visibility` counts as `restricted`. " +
			"`--fix` corrects a word of which one letter is off, though never a visibility.",
		Mend: "Write one of the words that the finding names.",
	}, {
		Name: "frontmatter/wrong-type", Severity: diag.Error,
		Doc:  "A list stands where text is wanted, or the like. The field is left out; the others count.",
		Mend: "Write what the finding asks for.",
	},
}
