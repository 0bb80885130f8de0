package main

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// hugoSite is a Hugo site that does comparable work on the same files: a page
// for each incident with its timeline and remediations, pages and feeds for
// terms, paginated lists, highlighted code.
//
//go:embed all:hugo
var hugoSite embed.FS

func makeHugoSite(dir, repository string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	sub, err := fs.Sub(hugoSite, "hugo")
	if err != nil {
		return err
	}
	content := filepath.Join(dir, "content")
	err = errors.Join(os.CopyFS(dir, sub), os.MkdirAll(content, 0o755))
	if err != nil {
		return err
	}
	return os.CopyFS(filepath.Join(content, "incidents"), os.DirFS(filepath.Join(repository, "incidents")))
}
