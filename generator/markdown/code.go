package markdown

import (
	"bytes"
	"io"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/util"
)

// languages are those that code is highlighted in; the rest stays plain.
var languages = map[string]string{}

func init() {
	for _, name := range strings.Fields(`bash c cpp css diff docker go graphql groovy haskell hcl html http ini java javascript
		json kotlin lua make markdown nginx php powershell promql properties protobuf python ruby rust scala sql swift
		terraform toml typescript xml yaml`) {
		languages[name] = name
	}
	for alias, name := range map[string]string{
		"sh": "bash", "shell": "bash", "console": "bash", "zsh": "bash", "js": "javascript", "ts": "typescript", "golang": "go",
		"py": "python", "rb": "ruby", "yml": "yaml", "dockerfile": "docker", "makefile": "make", "tf": "terraform", "rs": "rust",
		"c++": "cpp", "md": "markdown", "postgres": "sql", "postgresql": "sql", "mysql": "sql", "conf": "ini", "patch": "diff",
		"proto": "protobuf", "kt": "kotlin", "ps1": "powershell",
	} {
		languages[alias] = name
	}
}

var lexersByName sync.Map // name -> chroma.Lexer

func lexerFor(language string) chroma.Lexer {
	name := languages[strings.ToLower(language)]
	if name == "" {
		return nil
	}
	if known, ok := lexersByName.Load(name); ok {
		return known.(chroma.Lexer)
	}
	lexer := lexers.Get(name)
	if lexer == nil {
		return nil
	}
	lexer = chroma.Coalesce(lexer)
	lexersByName.Store(name, lexer)
	return lexer
}

// chroma's time grows with the square of some code, and it cannot be stopped:
// 4 kB of quotes in YAML take more than a second. So it gets code in pieces of
// whole lines, and only so much of it in one text; the rest stays plain.
const (
	maxPiece       = 1 << 10  // bytes that are highlighted at once
	maxHighlighted = 16 << 10 // bytes that are highlighted in one text
)

// writeCode writes code with a class for each kind of token, and nothing that
// is not escaped. What it highlights comes off the budget.
func writeCode(w io.Writer, language string, code []byte, budget *int) {
	lexer := lexerFor(language)
	for len(code) > 0 {
		piece := code
		if lexer != nil {
			piece = code[:pieceLength(code)]
		}
		if lexer == nil || len(piece) > min(maxPiece, *budget) {
			_, _ = w.Write(util.EscapeHTML(piece))
		} else {
			*budget -= len(piece)
			writeTokens(w, lexer, piece)
		}
		code = code[len(piece):]
	}
}

// pieceLength is how many bytes of code make the next piece: as many whole
// lines as fit, or one line that is longer.
func pieceLength(code []byte) int {
	length := 0
	for line := range bytes.Lines(code) {
		if length > 0 && length+len(line) > maxPiece {
			break
		}
		length += len(line)
	}
	return length
}

func writeTokens(w io.Writer, lexer chroma.Lexer, code []byte) {
	tokens, err := lexer.Tokenise(nil, string(code))
	if err != nil {
		_, _ = w.Write(util.EscapeHTML(code))
		return
	}
	var out bytes.Buffer
	for token := range tokens.Stdlib() {
		class := chroma.StandardTypes[token.Type]
		if class == "" || token.Type == chroma.Text || token.Type == chroma.TextWhitespace {
			out.Write(util.EscapeHTML([]byte(token.Value)))
			continue
		}
		out.WriteString(`<span class="` + class + `">`)
		out.Write(util.EscapeHTML([]byte(token.Value)))
		out.WriteString("</span>")
	}
	_, _ = w.Write(out.Bytes())
}
