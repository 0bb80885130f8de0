package lint

import "github.com/retrowiki/retrowiki/generator/diag"

// readingSource is found before any incident is read: among the files, and in
// the settings.
var readingSource = []Rule{
	{
		Name: "source/irregular", Severity: diag.Warning,
		Doc:  "A pipe, socket or device is never opened.",
		Mend: "Remove it.",
	}, {
		Name: "source/name-collision", Severity: diag.Error,
		Doc:  "Two files have one name where case, or the way of writing accents, does not count: on macOS and Windows one of them is lost.",
		Mend: "Rename one of them.",
	}, {
		Name: "source/odd-name", Severity: diag.Warning,
		Doc:  "A name that could mean another place, or trick a terminal (backslashes, control characters, `..`), is never used.",
		Mend: "Rename the file.",
	}, {
		Name: "source/submodule", Severity: diag.Warning,
		Doc:  "Submodules are repositories of their own and are not read.",
		Mend: "Build that repository by itself.",
	}, {
		Name: "source/panic", Severity: diag.Error, Locked: true,
		Doc:  "Retrowiki broke down on this file, which gets a page that says so. The other files are read.",
		Mend: "Report the file as a bug of retrowiki.",
	}, {
		Name: "source/symlink", Severity: diag.Warning,
		Doc:  "Symbolic links are never followed: in a pull request they could show any file of the machine that builds.",
		Mend: "Put the file itself there.",
	}, {
		Name: "source/too-deep", Severity: diag.Warning,
		Doc:  "Folders more than 64 levels deep are passed over.",
		Mend: "Move the folder up.",
	}, {
		Name: "source/too-large", Severity: diag.Error, Locked: true,
		Doc:  "A text of more than 1 MiB is not read. No retrospective comes near that.",
		Mend: "Split it, or move logs and data into files of their own.",
	}, {
		Name: "source/unreadable", Severity: diag.Error, Locked: true,
		Doc:  "The operating system does not let the file be read, or it was changed or removed at that moment.",
		Mend: "Give the user who builds the right to read it, or run it again once nobody writes there.",
	}, {
		Name: "config/bad-value", Severity: diag.Error, Locked: true,
		Doc:  "A setting has a value that cannot be used; the default counts until then.",
		Mend: "Write what the finding asks for.",
	}, {
		Name: "config/unknown-field", Severity: diag.Warning, Locked: true,
		Doc:  "A setting that there is not has no effect.",
		Mend: "Correct the name, or remove it.",
	}, {
		Name: "config/unknown-rule", Severity: diag.Error, Locked: true,
		Doc:  "`lint.rules` names a rule or a family of rules that there is not, so nothing changes.",
		Mend: "Write a name of this page, or a family such as `link` or `link/*`.",
	}, {
		Name: "config/unknown-value", Severity: diag.Error, Locked: true,
		Doc:  "The setting takes one of a few words.",
		Mend: "Write one of the words that the finding names.",
	}, {
		Name: "config/wrong-type", Severity: diag.Error, Locked: true,
		Doc:  "A list stands where text is wanted, or the like. The setting is left out; the others count.",
		Mend: "Write what the finding asks for.",
	},
}

// own is what the linter says of how it is told to be silent.
var own = []Rule{
	{
		Name: "lint/unknown-rule", Severity: diag.Warning,
		Doc:  "A comment that switches a rule off names one that there is not, or one that cannot be switched off, or none at all.",
		Mend: "Correct the name, or remove the comment.",
	}, {
		Name: "lint/unused-disable", Severity: diag.Warning,
		Doc:  "A comment switches a rule off where it finds nothing. Left there, it would hide the next finding, which nobody meant.",
		Mend: "Remove the comment, or the rule's name from it.",
	},
}
