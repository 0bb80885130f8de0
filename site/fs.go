// Package site holds what ships beside the pages: styles, scripts and icons.
package site

import "embed"

// FS is the folder, as embedded.
//
//go:embed css js icons mermaid
var FS embed.FS

// Bundles are the folders of which each becomes one file that pages load: all
// of them css/retrowiki, js/retrowiki and js/theme, others where they say so.
var Bundles = []string{"css/retrowiki", "js/theme", "js/retrowiki", "js/board", "js/search", "js/diagrams", "js/diagram-frame"}

// Mermaid is the library that draws diagrams, compressed; DiagramFrame the page
// that it draws them in.
const (
	Mermaid      = "mermaid/mermaid-11.17.2.min.js.gz"
	DiagramFrame = "mermaid/frame.html"
)
