package pgstore

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"incidentmap/internal/incident"
)

// Errors say what to do, and clients are told only those that pass.
func TestExplained(t *testing.T) {
	l := &Log{name: "postgres://me@host/db"}
	signed := fmt.Errorf("startup: %w", &tls.CertificateVerificationError{Err: errors.New("signed by nobody")})
	for _, c := range []struct {
		err  error
		want string
		code incident.Code
	}{
		{&net.OpError{Op: "write", Err: signed}, "sslrootcert=FILE", incident.Unavailable},
		{&net.OpError{Op: "dial", Err: errors.New("refused")}, "does not answer", incident.Unavailable},
		{&pgconn.PgError{Code: "42P05"}, "default_query_exec_mode=exec", ""},
		{&pgconn.PgError{Code: "26000"}, "default_query_exec_mode=exec", ""},
		{&pgconn.PgError{Code: "42703"}, "drop that table", ""},
		{&pgconn.PgError{Code: "53100"}, "free some room", incident.Unavailable},
		{&pgconn.PgError{Code: "XX000", Message: "odd"}, "odd [SQLSTATE XX000]", ""},
	} {
		err := l.explained(c.err)
		if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), l.name) {
			t.Errorf("%v; want %q", err, c.want)
		}
		var e *incident.Error
		if errors.As(err, &e) != (c.code != "") || e != nil && e.Code != c.code {
			t.Errorf("%v has the code %v, want %q", err, e, c.code)
		}
	}
}
