package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
)

// Slug turns a name into the ID of a dataset, which is in lower case; empty where none of
// its characters can be used.
func Slug(s string) string { return IDOf(strings.ToLower(s)) }

// DatasetIDs says what the ID of a dataset is made of.
const DatasetIDs = "1 to 100 small letters, digits and . _ ~ -, not beginning or ending in . or -"

// IsDatasetID reports whether a dataset can have an ID as it is.
func IsDatasetID(id string) bool { return id != "" && Slug(id) == id }

// DatasetID is the ID of a dataset that is called so, always the same of a name. One whose
// letters no ID can have is told from others by a sum of it.
func DatasetID(name string) string {
	slug := Slug(name)
	isLatin := func(r rune) bool { return r >= 'a' && r <= 'z' }
	if strings.ContainsFunc(slug, isLatin) {
		return slug
	}
	if strings.ContainsFunc(name, unicode.IsLetter) {
		sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(name))))
		slug = strings.Trim("dataset-"+slug, "-") + "-" + hex.EncodeToString(sum[:4])
	}
	if slug == "" {
		return "dataset"
	}
	return slug
}
