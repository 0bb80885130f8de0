// Package picture reads what a page has to know of an image, and takes out of
// it what its reader need not: where and when it was taken, by whom and with
// what. Pictures are not decoded, and not encoded again.
//
// In go a file's bytes and its name's ending; out come its size in pixels, or
// its bytes without metadata. What is damaged, or of another kind, is passed on
// as it is, and has no size.
package picture

import (
	"bytes"
	"encoding/xml"
	"image"
	_ "image/gif" // sizes of these kinds
	_ "image/jpeg"
	_ "image/png"
	"math"
	"strconv"
	"strings"
)

// maxSide is more pixels than any page shows.
const maxSide = 100_000

// Size is an image's width and height in pixels; zero where it does not tell.
func Size(content []byte, ext string) (width, height int) {
	if ext == ".svg" {
		return drawingSize(content)
	}
	c, kind, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || c.Width < 1 || c.Height < 1 || c.Width > maxSide || c.Height > maxSide {
		return 0, 0
	}
	if kind == "jpeg" {
		if o := orientation(content); o >= 5 { // it lies on its side
			return c.Height, c.Width
		}
	}
	return c.Width, c.Height
}

// drawingSize is the size that an SVG says it has, or else that of its viewBox.
func drawingSize(content []byte) (width, height int) {
	decoder := xml.NewDecoder(bytes.NewReader(content))
	for {
		token, err := decoder.Token()
		if err != nil {
			return 0, 0
		}
		root, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		sides := map[string]float64{}
		var box []string
		for _, a := range root.Attr {
			switch a.Name.Local {
			case "width", "height":
				sides[a.Name.Local], _ = strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(a.Value), "px"), 64)
			case "viewBox":
				box = strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' })
			}
		}
		w, h := sides["width"], sides["height"]
		if (!(w >= 1) || !(h >= 1)) && len(box) == 4 {
			w, _ = strconv.ParseFloat(box[2], 64)
			h, _ = strconv.ParseFloat(box[3], 64)
		}
		if !(w >= 1) || !(h >= 1) || w > maxSide || h > maxSide {
			return 0, 0
		}
		return int(math.Round(w)), int(math.Round(h))
	}
}

// Plain is the image without metadata. How a photograph is to be turned stays.
// Browsers go by the bytes, whatever the file's name ends with.
func Plain(content []byte, ext string) []byte {
	switch {
	case ext == ".svg":
		return content
	case bytes.HasPrefix(content, pngHead):
		return plainPNG(content)
	case bytes.HasPrefix(content, []byte("RIFF")):
		return plainWebP(content)
	}
	return plainJPEG(content)
}
