package access

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// memory is a store of grants.
type memory struct {
	mu     sync.Mutex
	grants map[string]store.Grant
	err    error
}

func (m *memory) Grants(context.Context) ([]store.Grant, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []store.Grant
	for _, g := range m.grants {
		out = append(out, g)
	}
	return out, m.err
}

func (m *memory) PutGrant(_ context.Context, g store.Grant) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.grants[g.ID] = g
	}
	return m.err
}

func (m *memory) GrantUsed(_ context.Context, id string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	g := m.grants[id]
	g.Used = at
	m.grants[id] = g
	return m.err
}

func (m *memory) Audit(context.Context, int) ([]store.AuditEntry, error) { return nil, m.err }

func open(t *testing.T, m *memory) *Book {
	t.Helper()
	b, err := Open(t.Context(), m, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Settle)
	return b
}

// A token has the form that is promised, and one that was changed in any place is known
// to be none.
func TestTokenForm(t *testing.T) {
	token, err := NewToken()
	if err != nil || len(token) != 40 || !strings.HasPrefix(token, "imt_") {
		t.Fatalf("%q, %v", token, err)
	}
	if other, _ := NewToken(); other == token {
		t.Error("two tokens are alike")
	}
	for i := range token {
		forged := []byte(token)
		forged[i]++
		if _, err := hashOf(string(forged)); !errors.Is(err, ErrNoToken) {
			t.Errorf("%s is taken for a token: %v", forged, err)
		}
	}
	for _, text := range []string{"", "imt_", token[:39], token + "0", " " + token[1:]} {
		if _, err := hashOf(text); !errors.Is(err, ErrNoToken) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// What a token gives is found until it expires or is revoked, also after a restart; the
// token itself is not kept.
func TestBook(t *testing.T) {
	m := &memory{grants: map[string]store.Grant{}}
	b := open(t, m)
	token, g, err := b.Create(t.Context(), store.Grant{Name: "Ann", Role: store.RoleEditor,
		Expires: time.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	b = open(t, m)
	if got, err := b.Find(token); err != nil || got.ID != g.ID || got.Name != "Ann" {
		t.Errorf("%+v, %v", got, err)
	}
	b.Settle()
	if m.grants[g.ID].Used.IsZero() {
		t.Error("its last use is not kept")
	}
	b.now = func() time.Time { return time.Now().Add(2 * time.Hour) }
	if _, err := b.Find(token); !errors.Is(err, ErrExpired) {
		t.Errorf("later: %v", err)
	}
	b.now = time.Now
	if _, err := b.Revoke(t.Context(), g.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Find(token); !errors.Is(err, ErrRevoked) {
		t.Errorf("revoked: %v", err)
	}
	if _, err := open(t, m).Find(token); !errors.Is(err, ErrRevoked) {
		t.Errorf("revoked, after a restart: %v", err)
	}
	stranger, _ := NewToken()
	if _, err := b.Find(stranger); !errors.Is(err, ErrUnknown) {
		t.Errorf("a stranger's: %v", err)
	}
}

// What makes no sense is refused, and a token that could not be kept gives nothing.
func TestBookRefuses(t *testing.T) {
	m := &memory{grants: map[string]store.Grant{}}
	b := open(t, m)
	for _, g := range []store.Grant{{Role: "owner"}, {Role: store.RoleAdmin, Dataset: "d"}} {
		var e *incident.Error
		if _, _, err := b.Create(t.Context(), g); !errors.As(err, &e) || e.Code != incident.Invalid {
			t.Errorf("%+v: %v", g, err)
		}
	}
	if _, err := b.Revoke(t.Context(), "none"); err == nil {
		t.Error("a token that is not there was revoked")
	}
	m.err = errors.New("the disk is full")
	token, _, err := b.Create(t.Context(), store.Grant{Role: store.RoleReader})
	if !errors.Is(err, m.err) {
		t.Errorf("%v", err)
	}
	if _, err := b.Find(token); !errors.Is(err, ErrUnknown) {
		t.Errorf("%v", err)
	}
}

func TestRoles(t *testing.T) {
	for _, r := range store.Roles {
		for _, other := range store.Roles {
			want := slices.Index(store.Roles, r) >= slices.Index(store.Roles, other)
			if r.Includes(other) != want {
				t.Errorf("%s includes %s: %v", r, other, !want)
			}
		}
	}
	if store.Role("").Includes(store.RoleReader) {
		t.Error("no role may read")
	}
}

// A book of a store that others change too knows what they change, and trusts nothing for
// longer than a minute without a word of the store.
func TestFollow(t *testing.T) {
	m := &memory{grants: map[string]store.Grant{}}
	b, other := open(t, m), open(t, m)
	now := time.Now()
	b.now = func() time.Time { return now }
	token, made, err := other.Create(t.Context(), store.Grant{Name: "Ann", Role: store.RoleEditor})
	if err != nil {
		t.Fatal(err)
	}
	follow := func(changed bool) {
		t.Helper()
		if err := b.Follow(t.Context(), changed, now); err != nil {
			t.Fatal(err)
		}
	}
	follow(true)
	if _, err := b.Find(token); err != nil {
		t.Errorf("%v", err)
	}
	b.Settle()
	now = now.Add(trustFor - time.Second)
	if _, err := b.Find(token); err != nil {
		t.Errorf("%v", err)
	}
	now = now.Add(time.Second)
	if _, err := b.Find(token); !errors.Is(err, ErrUnverified) {
		t.Errorf("%v", err)
	}
	if err := b.Holds(made.ID); !errors.Is(err, ErrUnverified) {
		t.Errorf("%v", err)
	}
	follow(false)
	if _, err := b.Find(token); err != nil {
		t.Errorf("%v", err)
	}
	if _, err := other.Revoke(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	follow(true)
	if _, err := b.Find(token); !errors.Is(err, ErrRevoked) {
		t.Errorf("%v", err)
	}
}
