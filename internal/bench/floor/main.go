// Command floor does the least that any generator has to do with a folder of
// Markdown: it reads each file, splits and reads its frontmatter, renders the
// body with code in colours, sanitises it, puts it into one template, and
// writes the page. There are no lists, no search and no feeds. A build is
// measured against it.
package main

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"

	adrg "github.com/adrg/frontmatter"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	emoji "github.com/yuin/goldmark-emoji"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/retrowiki/retrowiki/generator/highlight"
	"github.com/retrowiki/retrowiki/internal/par"
)

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{.Fields.title}}</title><link rel="stylesheet" href="../../style.css"></head>
<body>
<header><a href="../../index.html">Incidents</a></header>
<main><h1>{{.Fields.title}}</h1>
<dl>{{range $name, $value := .Fields}}<dt>{{$name}}</dt><dd>{{$value}}</dd>
{{end}}</dl>
{{.Body}}
</main>
</body>
</html>
`))

// code renders fenced code in colours.
type code struct{}

func (code) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var text bytes.Buffer
		for i := range node.Lines().Len() {
			line := node.Lines().At(i)
			text.Write(line.Value(source))
		}
		language := string(node.(*ast.FencedCodeBlock).Language(source))
		fmt.Fprintf(w, "<pre><code>%s</code></pre>\n", highlight.Append(nil, language, text.Bytes()))
		return ast.WalkSkipChildren, nil
	})
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: floor FOLDER OUTPUT")
	}
	if err := build(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func build(folder, output string) error {
	var files []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".md") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, emoji.Emoji), goldmark.WithRendererOptions(
		html.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(code{}, 100)),
	))
	policy := bluemonday.UGCPolicy()
	policy.AllowAttrs("class").OnElements("span")
	_, err = par.Map(context.Background(), files, func(_ context.Context, _ int, file string) (any, error) {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		data := struct {
			Fields map[string]any
			Body   template.HTML
		}{}
		body, err := adrg.Parse(bytes.NewReader(content), &data.Fields)
		if err != nil {
			return nil, err
		}
		var rendered, out bytes.Buffer
		if err := markdown.Convert(body, &rendered); err != nil {
			return nil, err
		}
		data.Body = template.HTML(policy.SanitizeReader(&rendered).Bytes())
		if err := page.Execute(&out, data); err != nil {
			return nil, err
		}
		dir := filepath.Join(output, strings.TrimSuffix(filepath.Base(file), ".md"))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		return nil, os.WriteFile(filepath.Join(dir, "index.html"), out.Bytes(), 0o644)
	})
	return err
}
