package lint

// DocsURL is where the documentation of the rules is published.
const DocsURL = "https://github.com/retrowiki/retrowiki/blob/main/docs/rules.md"
