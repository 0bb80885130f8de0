package source

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Modes of a tree's entries, without permissions.
const (
	modeMask    = 0o170000
	modeFolder  = 0o040000
	modeFile    = 0o100000
	modeSymlink = 0o120000
	modeModule  = 0o160000
)

var errTree = errors.New("a tree is broken")

// treeEntry is one line of a tree. The name is a part of the tree's bytes.
type treeEntry struct {
	mode uint32
	name []byte
	hash []byte
}

func (e treeEntry) is(mode uint32) bool { return e.mode&modeMask == mode }

// nextEntry takes the first entry off a tree's bytes. It refuses names that
// git itself would not write.
func nextEntry(data []byte) (e treeEntry, rest []byte, err error) {
	i := 0
	for ; i < len(data) && data[i] != ' '; i++ {
		if i > 6 || data[i] < '0' || data[i] > '7' {
			return e, nil, errTree
		}
		e.mode = e.mode<<3 | uint32(data[i]-'0')
	}
	end := bytes.IndexByte(data[min(i+1, len(data)):], 0)
	if i == 0 || end < 1 || len(data) < i+1+end+21 {
		return e, nil, errTree
	}
	e.name = data[i+1 : i+1+end]
	data = data[i+1+end+1:]
	e.hash = data[:20]
	return e, data[20:], nil
}

// signature is who did something and when.
type signature struct {
	name, email string
	when        time.Time
}

// commitObject is a commit taken apart.
type commitObject struct {
	tree              hash
	parents           []hash
	author, committer signature
	subject           string
}

func (o *objects) commit(h hash) (commitObject, error) {
	data, err := o.readKind(h, kindCommit, maxMeta)
	if err != nil {
		return commitObject{}, err
	}
	c, err := parseCommit(data)
	if err != nil {
		err = fmt.Errorf("commit %s: %w", h, err)
	}
	return c, err
}

// parseCommit reads a commit. A time that cannot be read is the zero time, as
// many an old import has one; without a tree, it is an error.
func parseCommit(data []byte) (commitObject, error) {
	var c commitObject
	encoding := ""
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte{'\n'})
		data = rest
		if len(line) == 0 {
			break
		}
		word, value, _ := bytes.Cut(line, []byte{' '})
		switch string(word) {
		case "tree":
			if len(value) != 40 || !isHex(string(value)) {
				return c, errors.New("it names no tree")
			}
			c.tree = parseHash(string(value))
		case "parent":
			if len(value) != 40 || !isHex(string(value)) {
				return c, errors.New("it names a parent that is no hash")
			}
			c.parents = append(c.parents, parseHash(string(value)))
		case "author":
			c.author = parseSignature(value)
		case "committer":
			c.committer = parseSignature(value)
		case "encoding":
			encoding = strings.ToLower(string(value))
		}
	}
	if c.tree == (hash{}) {
		return c, errors.New("it names no tree")
	}
	c.subject = readable(subject(data), encoding)
	c.author.name, c.author.email = readable(c.author.name, encoding), readable(c.author.email, encoding)
	return c, nil
}

// readable makes text from before UTF-8 readable, and what is still not, a
// replacement character.
func readable(text, encoding string) string {
	if encoding == "iso-8859-1" || encoding == "latin1" || encoding == "latin-1" {
		runes := make([]rune, len(text))
		for i := range len(text) {
			runes[i] = rune(text[i])
		}
		text = string(runes)
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

// subject is the first paragraph of a message on one line, as git shows it.
func subject(message []byte) string {
	var words []string
	for line := range bytes.Lines(bytes.TrimLeft(message, "\n\r\t ")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			break
		}
		words = append(words, string(line))
	}
	return strings.Join(words, " ")
}

// parseSignature reads "Lex <lex@example.org> 1416798720 +0100".
func parseSignature(text []byte) signature {
	var s signature
	begin, end := bytes.IndexByte(text, '<'), bytes.LastIndexByte(text, '>')
	if begin < 0 || end < begin {
		return signature{name: strings.TrimSpace(string(text))}
	}
	s.name = strings.TrimSpace(string(text[:begin]))
	s.email = strings.TrimSpace(string(text[begin+1 : end]))
	stamp, zone, _ := strings.Cut(strings.TrimSpace(string(text[end+1:])), " ")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || seconds < -62135596800 || seconds > 253402300799 {
		return s // not between the years 1 and 9999
	}
	s.when = time.Unix(seconds, 0).UTC()
	if offset, err := strconv.Atoi(zone); err == nil && len(zone) == 5 && zone != "+0000" {
		minutes := offset/100*60 + offset%100
		if minutes > -24*60 && minutes < 24*60 {
			s.when = s.when.In(time.FixedZone("", minutes*60))
		}
	}
	return s
}

// parseTagTarget reads which object an annotated tag names.
func parseTagTarget(data []byte) (hash, error) {
	line, _, _ := bytes.Cut(data, []byte{'\n'})
	value, ok := bytes.CutPrefix(line, []byte("object "))
	if !ok || len(value) != 40 || !isHex(string(value)) {
		return hash{}, errors.New("a tag names no object")
	}
	return parseHash(string(value)), nil
}
