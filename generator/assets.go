package generator

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/generator/page"
	"github.com/retrowiki/retrowiki/generator/picture"
	"github.com/retrowiki/retrowiki/generator/schema"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/slug"
	sitefiles "github.com/retrowiki/retrowiki/site"
)

// writeAssets writes styles, scripts and icons under names that carry a hash
// of their content, so that a host may cache them for ever. The files of a
// folder are joined, in the order of their names, into the one that pages load.
func writeAssets(w *Wiki, site *page.Site, stage *output.Stage) error {
	site.Bundles = map[string]string{}
	put := func(name string, content []byte) error {
		site.Bundles[name] = "assets/" + hashed(name, content)
		return stage.Write(site.Bundles[name], func(out io.Writer) error {
			_, err := out.Write(content)
			return err
		})
	}
	for _, folder := range sitefiles.Bundles {
		kind := path.Dir(folder)
		content, err := joined(folder)
		if err != nil {
			return err
		}
		name := path.Base(folder) + "." + kind
		if name == "retrowiki.css" && w.Config.Theme.Accent != "" {
			content = append(content, "\n:root { --accent: "+w.Config.Theme.Accent+"; }\n"...)
		}
		if kind == "js" {
			content = slices.Concat([]byte("(function () {\n\"use strict\";\n"), content, []byte("})();\n"))
		}
		if err := put(name, content); err != nil {
			return err
		}
	}
	icon, err := fs.ReadFile(sitefiles.FS, "icons/favicon.svg")
	if err != nil {
		return err
	}
	if err := put("icon.svg", icon); err != nil {
		return err
	}
	if err := w.putDiagrams(site, put); err != nil {
		return err
	}
	logo := w.Config.Theme.Logo
	if logo == "" {
		return nil
	}
	content, problem, err := w.logo()
	if err != nil {
		return err
	}
	if problem != "" {
		w.unpublished(logo, diag.Span{File: config.Name}, problem)
		return nil
	}
	name := "logo" + strings.ToLower(path.Ext(logo))
	err = put(name, content)
	site.Logo = site.Bundles[name]
	return err
}

// putDiagrams publishes what draws diagrams, which is large, where some text
// has one.
func (w *Wiki) putDiagrams(site *page.Site, put func(name string, content []byte) error) error {
	if !w.diagrams {
		return nil
	}
	packed, err := sitefiles.FS.Open(sitefiles.Mermaid)
	if err != nil {
		return err
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return err
	}
	library, err := io.ReadAll(unpacked)
	if err != nil {
		return err
	}
	if err := put("mermaid.js", library); err != nil {
		return err
	}
	frame, err := fs.ReadFile(sitefiles.FS, sitefiles.DiagramFrame)
	if err != nil {
		return err
	}
	frame = bytes.Replace(frame, []byte("MERMAID"), []byte(path.Base(site.Bundles["mermaid.js"])), 1)
	frame = bytes.Replace(frame, []byte("FRAME"), []byte(path.Base(site.Bundles["diagram-frame.js"])), 1)
	return put("diagram.html", frame)
}

// logo reads the team's own, or says why it cannot be shown.
func (w *Wiki) logo() (content []byte, problem string, err error) {
	for _, f := range w.Snapshot.Files {
		if f.Path == w.Config.Theme.Logo {
			return readImage(w.Snapshot, f.Path, f.Size)
		}
	}
	return nil, "there is no such file", nil
}

// unpublished reports an image that cannot be shown.
func (w *Wiki) unpublished(image string, span diag.Span, problem string) {
	w.Findings = append(w.Findings, diag.Diagnostic{
		Rule: "link/image", Severity: diag.Warning, Span: span,
		Message: fmt.Sprintf("the image %s is not published: %s", image, problem),
		Hint:    "use a PNG, JPEG, GIF, WebP, AVIF or plain SVG file below 10 MB",
	})
}

func joined(folder string) ([]byte, error) {
	parts, err := fs.ReadDir(sitefiles.FS, folder)
	if err != nil {
		return nil, err
	}
	var all []byte
	for _, part := range parts {
		content, err := fs.ReadFile(sitefiles.FS, path.Join(folder, part.Name()))
		if err != nil {
			return nil, err
		}
		all = append(append(all, content...), '\n')
	}
	return all, nil
}

func hashed(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:])[:10] + ext
}

// writeSchemas writes the schemas of the files below api/ beside them.
func writeSchemas(stage *output.Stage) error {
	for _, name := range []string{"incident", "incidents", "remediations", "insights"} {
		text, err := schema.API(name)
		if err != nil {
			return err
		}
		err = stage.Write("api/"+name+".schema.json", func(out io.Writer) error {
			_, err := out.Write(text)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// imageTypes are the files that pages may show; anything else that a link
// names stays in the repository.
var imageTypes = map[string]bool{".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".webp": true, ".avif": true, ".svg": true}

// MaxImage is how many bytes an image may have to be published.
const MaxImage = 10 << 20

// copyImages publishes the images that the View's incidents show, each beside
// the first incident that shows it, and returns where they went.
func copyImages(ctx context.Context, w *Wiki, stage *output.Stage) (map[string]page.Asset, error) {
	sizes := map[string]int64{}
	for _, f := range w.Snapshot.Files {
		sizes[f.Path] = f.Size
	}
	published := map[string]page.Asset{}
	for _, e := range w.View.Entries() {
		for _, image := range w.View.Images(e) {
			if _, done := published[image.Path]; done || ctx.Err() != nil {
				continue
			}
			content, problem, err := readImage(w.Snapshot, image.Path, sizes[image.Path])
			if err != nil {
				return nil, err
			}
			if problem != "" {
				w.unpublished(image.Path, image.Span, problem)
				continue
			}
			ext := strings.ToLower(path.Ext(image.Path))
			name := slug.Make(strings.TrimSuffix(path.Base(image.Path), path.Ext(image.Path))) + ext
			target := "incidents/" + e.ID + "/" + hashed(name, content)
			err = stage.Write(target, func(out io.Writer) error {
				_, err := out.Write(content)
				return err
			})
			var collision *output.CollisionError
			if err != nil && !errors.As(err, &collision) {
				return nil, err
			}
			width, height := picture.Size(content, ext)
			published[image.Path] = page.Asset{Path: target, Width: width, Height: height}
		}
	}
	return published, ctx.Err()
}

func readImage(s *source.Snapshot, name string, size int64) (content []byte, problem string, err error) {
	ext := strings.ToLower(path.Ext(name))
	if !imageTypes[ext] {
		return nil, "its type is not one that pages show", nil
	}
	if size > MaxImage {
		return nil, "it is too large", nil
	}
	file, err := s.Open(name)
	if err != nil {
		return nil, "", fmt.Errorf("image %s: %w", name, err)
	}
	defer file.Close()
	content, err = io.ReadAll(io.LimitReader(file, MaxImage+1))
	if err != nil {
		return nil, "", fmt.Errorf("image %s: %w", name, err)
	}
	if ext == ".svg" && !plainSVG(content) {
		return nil, "it holds more than a drawing (scripts, styles, links or foreign content)", nil
	}
	return picture.Plain(content, ext), "", nil
}

// plainSVG reports whether an SVG only draws: opened by itself in a browser,
// anything else in it would run on the wiki's own host.
func plainSVG(content []byte) bool {
	decoder := xml.NewDecoder(bytes.NewReader(content))
	decoder.Strict = true
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return true
		}
		if err != nil {
			return false
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !svgDraws[t.Name.Local] || t.Name.Space != "" && t.Name.Space != "http://www.w3.org/2000/svg" {
				return false
			}
			for _, a := range t.Attr {
				name := strings.ToLower(a.Name.Local)
				if strings.HasPrefix(name, "on") || name == "href" && !strings.HasPrefix(a.Value, "#") || strings.Contains(strings.ToLower(a.Value), "url(") && !strings.Contains(a.Value, "url(#") {
					return false
				}
			}
		case xml.Directive, xml.ProcInst:
			if p, isProcInst := t.(xml.ProcInst); !isProcInst || p.Target != "xml" {
				return false
			}
		}
	}
}

var svgDraws = func() map[string]bool {
	allowed := map[string]bool{}
	for name := range strings.FieldsSeq(`svg g path rect circle ellipse line polyline polygon text tspan title desc defs
		linearGradient radialGradient stop clipPath mask pattern marker use symbol`) {
		allowed[name] = true
	}
	return allowed
}()
