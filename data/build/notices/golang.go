package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// systems are those that the program is built for; some packages are linked on one
// of them only.
var systems = []string{"linux", "darwin", "windows"}

// module is a Go module that is linked into the program.
type module struct {
	Path, Version, Dir string
	Main               bool
	folders            map[string]bool // of its linked packages
}

// linkedModules are the modules that any system links, and Go itself, whose runtime
// and standard library are part of every program.
func linkedModules(ctx context.Context) ([]component, error) {
	modules := map[string]*module{}
	for _, system := range systems {
		if err := addLinked(ctx, system, modules); err != nil {
			return nil, fmt.Errorf("packages linked on %s: %w", system, err)
		}
	}
	root, err := goTool(ctx, nil, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	text, err := readText(filepath.Join(strings.TrimSpace(root), "LICENSE"))
	if err != nil {
		return nil, err
	}
	out := []component{{"Go, runtime and standard library", []string{text}}}
	for _, path := range slices.Sorted(maps.Keys(modules)) {
		c, err := modules[path].component()
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// addLinked adds what is linked on one system.
func addLinked(ctx context.Context, system string, modules map[string]*module) error {
	env := []string{"GOOS=" + system, "GOARCH=amd64", "CGO_ENABLED=0"}
	out, err := goTool(ctx, env, "list", "-deps", "-json=Dir,Module", command)
	if err != nil {
		return err
	}
	for d := json.NewDecoder(strings.NewReader(out)); ; {
		var pkg struct {
			Dir    string
			Module *module
		}
		if err := d.Decode(&pkg); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("go list: %w", err)
		}
		if pkg.Module == nil || pkg.Module.Main {
			continue
		}
		m := modules[pkg.Module.Path]
		if m == nil {
			m = pkg.Module
			m.folders = map[string]bool{}
			modules[m.Path] = m
		}
		m.folders[pkg.Dir] = true
	}
}

// goTool runs the go command and returns what it prints.
func goTool(ctx context.Context, env []string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...) //nolint:gosec // nothing of it comes from outside
	cmd.Env = append(os.Environ(), env...)
	var errOut strings.Builder
	cmd.Stderr = &errOut
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, errOut.String())
	}
	return string(out), nil
}

// component reads the licence files of a module: those at its root and those of the
// folders on the way to its linked packages, which may hold code of others.
func (m *module) component() (component, error) {
	folders := map[string]bool{m.Dir: true}
	for folder := range m.folders {
		for ; strings.HasPrefix(folder, m.Dir) && !folders[folder]; folder = filepath.Dir(folder) {
			folders[folder] = true
		}
	}
	c := component{name: m.Path + " " + m.Version}
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		texts, err := licenceTexts(folder)
		if err != nil {
			return c, err
		}
		c.texts = append(c.texts, texts...)
	}
	if len(c.texts) == 0 {
		return c, fmt.Errorf("%s has no licence file in %s", c.name, m.Dir)
	}
	return c, nil
}

// licenceTexts reads the licence files of a folder.
func licenceTexts(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, e := range entries {
		if !e.Type().IsRegular() || !isLicence(e.Name()) {
			continue
		}
		text, err := readText(filepath.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// isLicence reports whether a file has the name of one with a licence or a notice:
// LICENSE, LICENCE.txt, LICENSE-MIT, COPYING, NOTICE.md, ….
func isLicence(name string) bool {
	name = strings.ToLower(name)
	if ext := filepath.Ext(name); ext == ".go" || ext == ".js" || ext == ".ts" {
		return false
	}
	base := strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	return len(base) > 0 && slices.Contains([]string{"license", "licence", "copying", "copyright", "notice",
		"unlicense", "patents"}, base[0])
}
