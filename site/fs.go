// Package site holds what ships beside the pages: styles, scripts and icons,
// as they are served.
package site

import "embed"

// FS is the folder, as embedded.
//
//go:embed css js icons
var FS embed.FS
