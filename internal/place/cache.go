package place

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// cache keeps answers on disk, one file each, named by the hash of what was asked.
// A nil cache keeps nothing.
type cache struct {
	dir string
	mu  sync.Mutex
	n   int // files, as far as known
}

// entry is the content of a file.
type entry struct {
	Version int
	At      time.Time
	Key     string
	Body    []byte
}

// Bounds on the cache.
const (
	cacheVersion = 1
	cacheTime    = 90 * 24 * time.Hour
	cacheFiles   = 50_000
)

// openCache makes the directory, readable by its owner alone: it tells what was
// looked for.
func openCache(dir string) (*cache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the cache: %w", err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("the cache: %w", err)
	}
	return &cache{dir: dir, n: len(files)}, nil
}

// path is the file of a key.
func (c *cache) path(key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:])+".json")
}

// read returns a kept answer. What is damaged, old or of another version is as if
// it were not there.
func (c *cache) read(key string) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	b, err := os.ReadFile(c.path(key))
	var e entry
	if err != nil || json.Unmarshal(b, &e) != nil || e.Version != cacheVersion || e.Key != key ||
		time.Since(e.At) > cacheTime {
		return nil, false
	}
	return e.Body, true
}

// write keeps an answer: whole or not at all.
func (c *cache) write(key string, body []byte) error {
	if c == nil {
		return nil
	}
	b, err := json.Marshal(entry{cacheVersion, time.Now(), key, body})
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(c.dir, "new-*")
	if err != nil {
		return fmt.Errorf("the cache: %w", err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), c.path(key))
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("the cache: %w", err)
	}
	return c.prune()
}

// prune drops the oldest tenth of the files when there are too many.
func (c *cache) prune() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n++; c.n <= cacheFiles {
		return nil
	}
	files, err := os.ReadDir(c.dir)
	if err != nil {
		return fmt.Errorf("the cache: %w", err)
	}
	age := map[string]int64{}
	for _, f := range files {
		if info, err := f.Info(); err == nil {
			age[f.Name()] = info.ModTime().UnixNano()
		}
	}
	slices.SortFunc(files, func(a, b os.DirEntry) int { return cmp.Compare(age[a.Name()], age[b.Name()]) })
	for _, f := range files[:len(files)/10] {
		_ = os.Remove(filepath.Join(c.dir, f.Name()))
	}
	c.n = len(files) - len(files)/10
	return nil
}
