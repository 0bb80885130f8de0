// Package generator conducts: it joins the stages below it into what a command
// asks for, and holds no rules of its own.
//
//	git repository --source--> Snapshot{Commit, Files}, History
//	   --decode--> an Incident, its Markdown and findings for each file      (all cores, or kept from the last run)
//	   --collection.New--> Collection --For(audience)--> View                (the one filter)
//	         View --page--> Pages --render--> bytes --output--> _site        (all cores)
//	         View --lint--> findings --report--> text, annotations, JSON
//	         View --tracker--> Plan --tracker/github--> issues --> states, read by the next build
//
// Every arrow is a function of values to values; only source, output and
// tracker/github touch the world. Where to find what:
//
//	diag         findings: a place, a rule, what to do
//	incident     the model of a retrospective
//	fields       nodes to tagged structs
//	config       retrowiki.yaml
//	source       reading git and work trees; history
//	frontmatter  YAML, TOML and JSON with places
//	markdown     parsing, timelines, links, trusted HTML
//	highlight    colours for code
//	adopt        the facts that an ordinary postmortem states in its text
//	decode       one file to one incident
//	kept         what files were understood as, for the next run
//	intake       postmortems and exports, rewritten in the format
//	transcript   entries of a timeline, out of chats, logs and status pages
//	format       fmt: ids written down, fields in their order
//	collection   ids, links, terms, recurrences; the View of an audience
//	similar      earlier incidents like one, and why
//	ladder       was it done before it happened again, and was it deep enough
//	readiness    what a retrospective still lacks
//	agenda       the read-ahead, questions and run sheet of a retrospective
//	lint         one rule, one file
//	report       findings out
//	page         which pages there are and what stands on each
//	insight      what the incidents teach together, in numbers
//	chart        marks on scales, as plain places
//	search, feed encoders that know no incidents
//	render       pages to bytes, with templates/
//	output       the folder, replaced in one step
//	progress     how a long run goes on, and how long it took
//	digest       what a week brought, as Markdown
//	schema       the JSON Schemas, from the structs
//	scaffold     init and new
//	preview      watch and reload; live.go makes its pages when they are asked for
//	tracker      remediations to issues: what should be true, and the plan
//	review       what a change does, for a job's summary and a pull request
//
// Who may import whom is the table in internal/archtest.
package generator
