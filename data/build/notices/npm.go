package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// bundler is the development package that leaves code of its own in the page: the
// helpers by which modules find each other.
const bundler = "node_modules/rolldown"

// lockfile is the part of npm's lockfile (version 3) that says what is bundled.
type lockfile struct {
	Version  int                 `json:"lockfileVersion"`
	Packages map[string]lockItem `json:"packages"` // by their folder
}

type lockItem struct {
	Version string `json:"version"`
	Dev     bool   `json:"dev"`
}

// bundledPackages are the npm packages that are part of the page: all that the
// lockfile does not mark as for development, but those of types, and the bundler.
func bundledPackages() ([]component, error) {
	raw, err := os.ReadFile(lockfilePath)
	if err != nil {
		return nil, err
	}
	folders, lock, err := bundledFolders(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", lockfilePath, err)
	}
	var out []component
	for _, folder := range folders {
		c := component{name: "npm " + packageName(folder) + " " + lock.Packages[folder].Version}
		if c.texts, err = licenceTexts(filepath.Join(modulesPath, folder)); err != nil {
			return nil, err
		}
		if len(c.texts) == 0 {
			return nil, fmt.Errorf("%s has no licence file in %s", c.name, filepath.Join(modulesPath, folder))
		}
		out = append(out, c)
	}
	return out, nil
}

func bundledFolders(raw []byte) ([]string, *lockfile, error) {
	lock := &lockfile{}
	if err := json.Unmarshal(raw, lock); err != nil {
		return nil, nil, err
	}
	if lock.Version != 3 {
		return nil, nil, fmt.Errorf("lockfileVersion is %d; 3 is allowed", lock.Version)
	}
	if _, ok := lock.Packages[bundler]; !ok {
		return nil, nil, errors.New("it has no " + bundler + ", whose helpers are part of the page")
	}
	folders := slices.DeleteFunc(slices.Sorted(maps.Keys(lock.Packages)), func(folder string) bool {
		isType := strings.HasPrefix(packageName(folder), "@types/")
		return folder == "" || isType || lock.Packages[folder].Dev && folder != bundler
	})
	return folders, lock, nil
}

// packageName is the name of the package in a folder such as
// node_modules/a/node_modules/@b/c.
func packageName(folder string) string {
	_, name, _ := strings.Cut(folder, "node_modules/")
	if i := strings.LastIndex(name, "node_modules/"); i >= 0 {
		name = name[i+len("node_modules/"):]
	}
	return name
}
