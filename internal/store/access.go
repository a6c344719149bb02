package store

import (
	"context"
	"slices"
	"time"
)

// Role is what the holder of a token may do. Each may do what the one before may.
type Role string

// Readers see private datasets, editors change them and make new ones, and admins give
// tokens, make datasets private or public, and delete them.
const (
	RoleReader Role = "reader"
	RoleEditor Role = "editor"
	RoleAdmin  Role = "admin"
)

// Roles lists them, the least first.
var Roles = []Role{RoleReader, RoleEditor, RoleAdmin}

// Includes reports whether a role may do what another may.
func (r Role) Includes(other Role) bool {
	i := slices.Index(Roles, r)
	return i >= 0 && i >= slices.Index(Roles, other)
}

// Grant is what a token gives. The token itself is nowhere kept.
type Grant struct {
	// ID is what lists and the audit call it.
	ID string
	// Hash is the SHA-256 of the token.
	Hash [32]byte
	// Name is who it was given to: the author of what is written with it.
	Name string
	Role Role
	// Dataset is the only one that it is for; empty for all.
	Dataset string
	// Created is when it was made. Expires, Used and Revoked are zero where it does not
	// expire, was never used, or holds.
	Created, Expires, Used, Revoked time.Time
}

// Access keeps who may do what. Implementations are safe for concurrent use.
type Access interface {
	// Grants lists all, the oldest first; those that hold no more, too.
	Grants(ctx context.Context) ([]Grant, error)
	// PutGrant adds one, or changes the one with its ID.
	PutGrant(ctx context.Context, g Grant) error
	// GrantUsed keeps when one was used last, and changes nothing else of it.
	GrantUsed(ctx context.Context, id string, at time.Time) error
	// Audit lists who has changed what, the newest first, at most limit entries.
	Audit(ctx context.Context, limit int) ([]AuditEntry, error)
}

// Actor is who does something, for the audit.
type Actor struct {
	// Name is a person's or program's.
	Name string
	// Grant is the ID of the token that it was done with; empty for none.
	Grant string
	// Address is where it came from: that of a client, or of this machine's user.
	Address string
}

// AuditEntry is a line of the audit.
type AuditEntry struct {
	Seq int64
	At  time.Time
	Actor
	// Action is what was done: change, dataset, drop, token.
	Action string
	// Dataset is what it was done to, and Version that which it led to; empty and 0
	// where it was done to none.
	Dataset string
	Version int64
	// Detail tells more in words.
	Detail string
}

type actorKey struct{}

// By says who does what is done with a context.
func By(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, actorKey{}, a) }

// ActorOf is who does what is done with a context; the zero value where nobody has said.
func ActorOf(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}
