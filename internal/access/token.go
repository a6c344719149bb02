// Package access says who may do what: tokens, which are told once and kept as hashes, and
// the book of what each gives.
package access

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/crc32"
	"math/big"
	"strings"
)

// Prefix begins every token, so that people and programs that look for secrets in texts
// know one.
const Prefix = "imt_"

// A token is the prefix, 30 random characters of base62, which is 178 bits, and a checksum
// of both: one that was cut or mistyped is known without asking anybody.
const (
	randomLength   = 30
	checksumLength = 6
	tokenLength    = len(Prefix) + randomLength + checksumLength
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// NewToken makes a token.
func NewToken() (string, error) {
	text, err := randomText(randomLength)
	if err != nil {
		return "", err
	}
	text = Prefix + text
	return text + checksum(text), nil
}

// randomText is random characters of base62.
func randomText(n int) (string, error) {
	b := make([]byte, n)
	for i := range b {
		k, err := rand.Int(rand.Reader, big.NewInt(int64(len(base62))))
		if err != nil {
			return "", fmt.Errorf("no random numbers: %w", err)
		}
		b[i] = base62[k.Int64()]
	}
	return string(b), nil
}

// checksum is the CRC-32 (IEEE) of a text in base62, as GitHub's tokens have it
// (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/).
func checksum(text string) string {
	sum := crc32.ChecksumIEEE([]byte(text))
	b := []byte(strings.Repeat("0", checksumLength))
	for i := len(b) - 1; sum > 0; i-- {
		b[i] = base62[sum%62]
		sum /= 62
	}
	return string(b)
}

// ErrNoToken says that a text is no token at all.
var ErrNoToken = errors.New("it is no token of incidentmap, or was not copied whole; they begin with " + Prefix)

// hashOf is what is kept of a token: 178 random bits need no key and no slow hash.
func hashOf(token string) ([32]byte, error) {
	if len(token) != tokenLength || !strings.HasPrefix(token, Prefix) ||
		checksum(token[:tokenLength-checksumLength]) != token[tokenLength-checksumLength:] {
		return [32]byte{}, ErrNoToken
	}
	return sha256.Sum256([]byte(token)), nil
}
