// Package web holds the browser client as it was built, for embedding in the
// binary. The client itself is TypeScript under src/, built by Vite into
// dist/client; this package imports nothing of ours.
package web

import (
	"embed"
	"io/fs"
)

// dist always holds README.txt, so that the package compiles on a clone where
// the client has not been built.
//
//go:embed all:dist
var dist embed.FS

// Files returns the built client: index.html at its root and the hashed,
// immutable files under assets/. Without a build it is an empty file system;
// ask Built first.
func Files() fs.FS {
	client, err := fs.Sub(dist, "dist/client")
	if err != nil { // only an invalid path can fail, and this one is constant
		panic("web: " + err.Error())
	}
	return client
}

// Built reports whether the client was built before the binary was compiled.
func Built() bool {
	info, err := fs.Stat(Files(), "index.html")
	return err == nil && info.Mode().IsRegular()
}
