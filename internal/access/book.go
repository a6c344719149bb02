package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// usedEvery is how often the last use of a token is written down.
const usedEvery = time.Minute

// Why a token gives nothing.
var (
	ErrUnknown = errors.New("nobody has given this token here")
	ErrExpired = errors.New("this token has expired")
	ErrRevoked = errors.New("this token was revoked")
	// ErrUnverified says that nobody knows whether a token still holds: the store that others
	// change too has not answered for trustFor.
	ErrUnverified = errors.New("the database does not answer, and whether this token still holds is not known; " +
		"try again in a moment")
)

// trustFor is how long a token is trusted without a word of the store that others change
// too: a token that was revoked on another server gives something for no longer.
const trustFor = time.Minute

// Book knows all grants of a store and answers from memory, so that no reader waits for a
// writer. What is changed goes through it. It is safe for concurrent use.
type Book struct {
	store store.Access
	now   func() time.Time

	mu     sync.RWMutex
	shared bool                   // others change the store, too
	seen   time.Time              // when the store was known last to have these grants, where it is shared
	grants map[string]store.Grant // by ID
	byHash map[[32]byte]string

	writing sync.WaitGroup // of last uses
	failed  func(error)
}

var _ store.Access = (*Book)(nil)

// Open reads all grants of a store. failed is told when the last use of a token could not
// be written down.
func Open(ctx context.Context, s store.Access, failed func(error)) (*Book, error) {
	b := &Book{store: s, now: time.Now, failed: failed}
	return b, b.read(ctx)
}

// read reads all grants of the store. What is known of last uses stays.
func (b *Book) read(ctx context.Context) error {
	all, err := b.store.Grants(ctx)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	before := b.grants
	b.grants, b.byHash = map[string]store.Grant{}, map[[32]byte]string{}
	for _, g := range all {
		if known := before[g.ID]; known.Used.After(g.Used) {
			g.Used = known.Used
		}
		b.grants[g.ID], b.byHash[g.Hash] = g, g.ID
	}
	return nil
}

// Follow is called whenever a store that others change too has answered, at the time when
// it was asked: changed says that its grants are others than before. From the first call
// on, no token is trusted for longer than a minute after the last.
func (b *Book) Follow(ctx context.Context, changed bool, at time.Time) error {
	if changed {
		if err := b.read(ctx); err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.shared, b.seen = true, at
	return nil
}

// Settle waits until the last uses are written down.
func (b *Book) Settle() { b.writing.Wait() }

// Find is what a token gives. ErrNoToken, ErrUnknown, ErrExpired, ErrRevoked,
// ErrUnverified: nothing.
// A token is looked up by its hash: how long that takes tells nothing of it.
func (b *Book) Find(token string) (store.Grant, error) {
	hash, err := hashOf(token)
	if err != nil {
		return store.Grant{}, err
	}
	now := b.now()
	b.mu.RLock()
	g, ok := b.grants[b.byHash[hash]]
	trusted := b.trusted(now)
	b.mu.RUnlock()
	switch {
	case !trusted:
		return store.Grant{}, ErrUnverified
	case !ok:
		return store.Grant{}, ErrUnknown
	}
	if err := holds(&g, now); err != nil {
		return store.Grant{}, err
	}
	if now.Sub(g.Used) >= usedEvery {
		b.used(g.ID, now)
	}
	return g, nil
}

func holds(g *store.Grant, now time.Time) error {
	switch {
	case !g.Revoked.IsZero():
		return ErrRevoked
	case !g.Expires.IsZero() && !now.Before(g.Expires):
		return ErrExpired
	}
	return nil
}

// trusted reports whether the grants are those of the store; the caller holds mu.
func (b *Book) trusted(now time.Time) bool { return !b.shared || now.Sub(b.seen) < trustFor }

// Holds reports why a grant gives nothing any more; nil while it does.
func (b *Book) Holds(id string) error {
	b.mu.RLock()
	defer b.mu.RUnlock()
	g, ok := b.grants[id]
	switch now := b.now(); {
	case !b.trusted(now):
		return ErrUnverified
	case !ok:
		return ErrUnknown
	default:
		return holds(&g, now)
	}
}

// used writes down the last use of a token while its request goes on.
func (b *Book) used(id string, now time.Time) {
	b.mu.Lock()
	g := b.grants[id]
	late := now.Sub(g.Used) >= usedEvery // another request may have done it
	g.Used = now
	b.grants[id] = g
	b.mu.Unlock()
	if !late {
		return
	}
	b.writing.Go(func() {
		if err := b.store.GrantUsed(context.Background(), id, now); err != nil && b.failed != nil {
			b.failed(err)
		}
	})
}

// Create makes a token, which is told here and never again, and keeps what it gives.
func (b *Book) Create(ctx context.Context, g store.Grant) (token string, made store.Grant, err error) {
	if !slices.Contains(store.Roles, g.Role) {
		return "", g, &incident.Error{Code: incident.Invalid, Parameter: "role",
			Message: fmt.Sprintf("%q is no role; reader, editor and admin are allowed", g.Role)}
	}
	if g.Role == store.RoleAdmin && g.Dataset != "" {
		return "", g, incident.BadParameter("dataset", "an admin's token is for all datasets")
	}
	if token, err = NewToken(); err != nil {
		return "", g, err
	}
	if g.Hash, err = hashOf(token); err != nil {
		return "", g, err
	}
	if g.ID, err = randomText(8); err != nil {
		return "", g, err
	}
	g.Created = b.now().UTC()
	return token, g, b.PutGrant(ctx, g)
}

// Revoke ends a token at once. NotFound: no token has this ID.
func (b *Book) Revoke(ctx context.Context, id string) (store.Grant, error) {
	b.mu.RLock()
	g, ok := b.grants[id]
	b.mu.RUnlock()
	if !ok {
		return g, incident.Errorf(incident.NotFound, "there is no token %q; token list names them", id)
	}
	if g.Revoked.IsZero() {
		g.Revoked = b.now().UTC()
	}
	return g, b.PutGrant(ctx, g)
}

// Dropped is told that a dataset was deleted, with which the store has revoked the tokens
// that are for it alone.
func (b *Book) Dropped(dataset string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, g := range b.grants {
		if g.Dataset == dataset && dataset != "" && g.Revoked.IsZero() {
			g.Revoked = b.now().UTC()
			b.grants[id] = g
		}
	}
}

// Grants implements store.Access.
func (b *Book) Grants(context.Context) ([]store.Grant, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	out := make([]store.Grant, 0, len(b.grants))
	for _, g := range b.grants {
		out = append(out, g)
	}
	slices.SortFunc(out, func(x, y store.Grant) int {
		return cmp.Or(x.Created.Compare(y.Created), cmp.Compare(x.ID, y.ID))
	})
	return out, nil
}

// PutGrant implements store.Access.
func (b *Book) PutGrant(ctx context.Context, g store.Grant) error {
	if err := b.store.PutGrant(ctx, g); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if before := b.grants[g.ID]; before.Used.After(g.Used) {
		g.Used = before.Used
	}
	b.grants[g.ID], b.byHash[g.Hash] = g, g.ID
	return nil
}

// GrantUsed implements store.Access.
func (b *Book) GrantUsed(_ context.Context, id string, at time.Time) error {
	b.used(id, at)
	return nil
}

// Audit implements store.Access.
func (b *Book) Audit(ctx context.Context, limit int) ([]store.AuditEntry, error) {
	return b.store.Audit(ctx, limit)
}
