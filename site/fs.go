// Package site holds what ships beside the pages: styles, scripts and icons.
package site

import "embed"

// FS is the folder, as embedded.
//
//go:embed css js icons
var FS embed.FS

// Bundles are the folders of which each becomes one file that pages load: all
// of them css/retrowiki, js/retrowiki and js/theme, others where they say so.
var Bundles = []string{"css/retrowiki", "js/theme", "js/retrowiki", "js/board", "js/search"}
