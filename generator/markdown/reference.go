package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
)

// References are what GitHub makes links of without brackets: @somebody,
// @org/team, #123, GH-123, acme/api#123, and the name of a commit. They are found
// when a text is rendered, so that in the tree words stay words. Where one leads
// is the resolver's to know; one that leads nowhere stays the words that it is.

// anyReference finds what may be one. The rest of GitHub's rule, that nothing of
// a word stands before or behind it, is asked of each.
var anyReference = regexp.MustCompile(`@[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:/[A-Za-z0-9][\w.-]*)?` +
	`|(?:[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?)?#[1-9]\d{0,9}|GH-[1-9]\d{0,9}` +
	`|(?:[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?@)?[0-9a-f]{7,40}`)

// mayRefer is a quick look for what any reference has: @, #, GH-, or seven
// digits of a commit.
func mayRefer(source []byte) bool {
	run := 0
	for i, c := range source {
		switch {
		case c == '@', c == '#' && i+1 < len(source) && isDigit(source[i+1]), c == '-' && i > 1 && source[i-1] == 'H' && source[i-2] == 'G':
			return true
		case isDigit(c), 'a' <= c && c <= 'f':
			if run++; run == 7 {
				return true
			}
		default:
			run = 0
		}
	}
	return false
}

// longestReference is far above what the names of an owner and a repository,
// a number and the name of a commit come to.
const longestReference = 1000

// references finds in a text what may be one. Each run of the bytes that one is
// made of is looked at by itself: a search that tries every beginning in a run
// would take the square of its length, and what is longer than any reference
// is none.
func references(value []byte) (found [][]int) {
	for at := 0; at < len(value); at++ {
		start := at
		for at < len(value) && (isLetter(value[at]) || isDigit(value[at]) || strings.IndexByte("_./@#-", value[at]) >= 0) {
			at++
		}
		if at-start < 2 || at-start > longestReference {
			continue
		}
		for _, m := range anyReference.FindAllIndex(value[start:at], -1) {
			found = append(found, []int{start + m[0], start + m[1]})
		}
	}
	return found
}

// words writes a text, with links where it refers to something. before is the
// byte that stands before it in the source, 0 at its beginning.
func (o *output) words(value []byte, before byte) {
	at := 0
	for _, m := range references(value) {
		words := strings.TrimRight(string(value[m[0]:m[1]]), ".-")
		start, end := m[0], m[0]+len(words)
		if start > 0 {
			before = value[start-1]
		}
		kind, ok := referenceKind(words)
		if !ok || wordly(before) || end < len(value) && (isLetter(value[end]) || isDigit(value[end]) || value[end] == '_') {
			continue
		}
		html.DefaultWriter.Write(o, value[at:start])
		if !o.preparing(gap{kind: refers, link: int32(kind), words: words}) {
			o.reference(kind, words)
		}
		at = end
	}
	html.DefaultWriter.Write(o, value[at:])
}

// reference writes what a text refers to; as words where it leads nowhere.
func (o *output) reference(kind LinkKind, words string) {
	l := Link{Kind: kind, Destination: words, Text: words}
	var target Target
	ok := o.resolve != nil
	if ok {
		target, ok = o.resolve(l)
	}
	if !ok || !safeURL(target.URL, false) {
		write(o, escape(words))
		return
	}
	if l.Kind = Relative; scheme(target.URL) != "" {
		l.Kind = External
	}
	openAnchor(o, l, target, target.Title)
	if kind == CommitReference {
		write(o, "<code>", escape(shortCommit(words)), "</code></a>")
	} else {
		write(o, escape(words), "</a>")
	}
}

// inLink reports whether a node is a part of a link's words.
func inLink(n ast.Node) bool {
	for p := n.Parent(); p != nil && p.Type() == ast.TypeInline; p = p.Parent() {
		if k := p.Kind(); k == ast.KindLink || k == ast.KindImage {
			return true
		}
	}
	return false
}

// wordly is what a reference may not stand behind.
func wordly(c byte) bool {
	return isLetter(c) || isDigit(c) || strings.IndexByte("_/@#&.-`=+\\", c) >= 0 || c >= 0x80
}

// referenceKind tells what words refer to. Digits alone are a number, and
// letters alone a word, rather than a commit.
func referenceKind(words string) (LinkKind, bool) {
	switch {
	case words[0] == '@':
		return Mention, !strings.HasSuffix(words, "-") && len(words) > 1
	case strings.Contains(words, "#"):
		before, _, _ := strings.Cut(words, "#")
		return IssueReference, before == "" || strings.Contains(before, "/")
	case strings.HasPrefix(words, "GH-"):
		return IssueReference, true
	}
	_, hash, qualified := strings.Cut(words, "@")
	if !qualified {
		hash = words
	}
	return CommitReference, strings.ContainsAny(hash, "0123456789") && strings.ContainsAny(hash, "abcdef") && (!qualified || strings.Contains(words, "/"))
}

// shortCommit is a commit's name as GitHub shows it.
func shortCommit(words string) string {
	repository, hash, qualified := strings.Cut(words, "@")
	if !qualified {
		return words[:7]
	}
	return repository + "@" + hash[:7]
}
