package render

import (
	"fmt"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/html"
)

// tight takes out of a template what an HTML parser does not need: blanks
// between blocks, end tags that the next tag implies, quotation marks around a
// word. What stands in the data is left as it is.
//
// A file is read as HTML from its first tag on, so the elements of SVG have to
// stand in an svg element of the same file.
func tight(text string) (string, error) {
	m := minify.New()
	m.Add("text/html", &html.Minifier{
		TemplateDelims:      html.GoTemplateDelims,
		KeepComments:        true,
		KeepDefaultAttrVals: true,
		KeepDocumentTags:    true,
	})
	out, err := m.String("text/html", text)
	if err != nil {
		return "", fmt.Errorf("make it tight: %w", err)
	}
	return out, nil
}
