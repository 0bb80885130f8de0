// Command axe fetches axe-core, which judges the pages' accessibility in the
// tests, from npm's registry into a folder, and checks that it is the very
// file that the tests were written with.
//
//	go run ./internal/browsertest/axe bin
//
// axe-core is MPL-2.0; it is used as it is, and nothing of it is shipped.
package main

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
)

const (
	version   = "4.14.1"
	integrity = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==" // of the package, as npm tells it
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: axe FOLDER")
	}
	if err := fetch(os.Args[1]); err != nil {
		log.Fatal("axe-core: ", err)
	}
}

func fetch(folder string) error {
	target := filepath.Join(folder, "axe-core-"+version+".js")
	if _, err := os.Stat(target); err == nil {
		return nil
	}
	answer, err := http.Get("https://registry.npmjs.org/axe-core/-/axe-core-" + version + ".tgz")
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the registry answers %s", answer.Status)
	}
	sum := sha512.New()
	packed, err := gzip.NewReader(io.TeeReader(answer.Body, sum))
	if err != nil {
		return err
	}
	source, err := member(packed, "package/axe.min.js")
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, packed); err != nil {
		return err
	}
	if got := base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != integrity {
		return fmt.Errorf("the package is another one than was meant: sha512-%s", got)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(target+".part", source, 0o644); err != nil {
		return err
	}
	return os.Rename(target+".part", target)
}

func member(packed io.Reader, name string) ([]byte, error) {
	files := tar.NewReader(packed)
	for {
		header, err := files.Next()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if header.Name == name {
			return io.ReadAll(files)
		}
	}
}
