package frontmatter

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// jsonReader walks over JSON that is known to be valid.
type jsonReader struct {
	*parser
	decoder *json.Decoder
}

func (p *parser) readJSON() *Node {
	var valid json.RawMessage
	if err := json.Unmarshal(p.raw, &valid); err != nil {
		p.jsonError(err)
		return nil
	}
	j := &jsonReader{p, json.NewDecoder(bytes.NewReader(p.raw))}
	j.decoder.UseNumber()
	root := j.value(0)
	if root != nil && root.Kind != Mapping {
		p.notMapping(root)
		return nil
	}
	return root
}

// token gives the next token and where it stands.
func (j *jsonReader) token() (token json.Token, start, end int) {
	start = int(j.decoder.InputOffset())
	for start < len(j.raw) && strings.IndexByte(" \t\r\n,:", j.raw[start]) >= 0 {
		start++
	}
	token, _ = j.decoder.Token()
	return token, start, int(j.decoder.InputOffset())
}

func (j *jsonReader) value(depth int) *Node {
	token, start, end := j.token()
	if !j.count(1, depth, start) {
		return nil
	}
	node := &Node{Span: j.span(start, end), Text: string(j.raw[start:end])}
	switch value := token.(type) {
	case json.Delim:
		return j.collection(value, start, depth)
	case string:
		node.Kind, node.Text, node.Quoted = String, value, true
	case bool:
		node.Kind = Bool
	case json.Number:
		node.Kind = plainKind(node.Text)
	}
	return node
}

func (j *jsonReader) collection(opener json.Delim, start, depth int) *Node {
	node := &Node{Kind: Sequence}
	if opener == '{' {
		node.Kind = Mapping
	}
	seen := map[string]*Node{}
	for j.decoder.More() {
		value := j.value(depth + 1)
		if value == nil {
			return nil
		}
		if node.Kind == Sequence {
			node.Items = append(node.Items, value)
			continue
		}
		key := value
		if value = j.value(depth + 1); value == nil {
			return nil
		}
		j.add(node, seen, key, value)
	}
	_, _, end := j.token()
	node.Span = j.span(start, end)
	return node
}

func (p *parser) jsonError(err error) {
	at, message := len(p.raw), strings.TrimPrefix(err.Error(), "json: ")
	var wrong *json.SyntaxError
	if errors.As(err, &wrong) && message != "unexpected end of JSON input" {
		at = max(0, int(wrong.Offset)-1)
	}
	at = min(at, len(trimRight(p.raw)))
	hint := "mend this line; JSON wants keys and text in double quotes and a comma between fields"
	if at < len(p.raw) && (p.raw[at] == '}' || p.raw[at] == ']') && bytes.HasSuffix(trimRight(p.raw[:at]), []byte(",")) {
		at = len(trimRight(p.raw[:at])) - 1
		message, hint = "a comma stands behind the last field", "delete the comma"
	}
	p.syntaxError(at, min(at+1, len(p.raw)), "this is not JSON: "+p.spelled(message, at), hint)
}

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }
