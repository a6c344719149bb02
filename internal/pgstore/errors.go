package pgstore

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"incidentmap/internal/incident"
)

// advice is what to do about an error of PostgreSQL's, by SQLSTATE or the class that it
// begins with (https://www.postgresql.org/docs/15/errcodes-appendix.html).
var advice = map[string]string{
	"28P01": "the user or the password is wrong; give the password in the address, in PGPASSWORD or in ~/.pgpass",
	"28000": "the server lets this user not in from here; look at its pg_hba.conf",
	"3D000": "there is no such database; make it with createdb",
	"42501": "this user may not do that; it must own the database, or be given the right",
	"53100": "the disk of the database is full; free some room and try again",
	"53200": "the database has no memory left; try again later",
	"53300": "the database takes no more connections; raise its max_connections, or lower pool_max_conns in the address",
	"55P03": "somebody else has been writing to the same dataset, or reading its table, for too long; try again in a moment",
	"57014": "the database has given it up, as its statement_timeout or its operator demands",
	"25006": "the database takes no writes: it follows another server, or is being switched over; try again in a moment",
	"57P01": "the database is being stopped; try again in a moment",
	"57P02": "the database has crashed and comes back; try again in a moment",
	"57P03": "the database is starting; try again in a moment",
	"57":    "the database was interrupted by its operator",
	"08":    "the connection to the database was lost; try again in a moment",
	"54":    "an ID or another text is longer than the database can find it by, some 2,600 bytes",
	"42703": altered,
	"42804": altered,
	"42P05": pooled,
	"26000": pooled,
	"53":    "the database lacks room, memory or connections",
}

// altered is what to do about a table that is not as it was made.
const altered = "somebody has changed the dataset's table in the schema incidentmap; drop that table: it is made anew " +
	"with the next change"

// pooled is what to do where connections are shared between transactions.
const pooled = "something between shares connections, such as PgBouncer in transaction mode; " +
	"put default_query_exec_mode=exec into the address"

// untrusted is what to do about a certificate.
const untrusted = "the certificate of the database is not trusted for this host; name the file of the authority that " +
	"signed it with sslrootcert=FILE in the address"

// unavailable are the classes of errors and SQLSTATEs after which the same may well be
// done later.
var unavailable = []string{"08", "53", "57", "25006", "55P03", "40"}

// broken are those after which no connection of the pool is good any more: the server is
// another one now, or is going.
var broken = []string{"08", "25006", "57P01", "57P02", "57P03"}

// explained says which database has an error, what to do, and whether the same may be done
// later (Unavailable). Errors of ours, and those of whoever asks, are returned as they are.
// What clients are told, the message of an incident.Error, does not name the database.
func (l *Log) explained(err error) error {
	var ours *incident.Error
	if err == nil || errors.As(err, &ours) {
		return err
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		said := fmt.Errorf("%s [SQLSTATE %s]", pg.Message, pg.Code)
		text := adviceOf(pg.Code)
		switch {
		case strings.HasPrefix(pg.Code, "54"):
			return fmt.Errorf("%s: %w: %w", l.name, incident.Errorf(incident.Invalid, "%s", text), said)
		case text == "":
			return fmt.Errorf("%s: %w", l.name, said)
		case !startsWithAny(pg.Code, unavailable):
			return fmt.Errorf("%s: %s: %w", l.name, text, said)
		}
		return fmt.Errorf("%s: %w: %w", l.name, incident.Errorf(incident.Unavailable, "%s", text), said)
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	if isBroken(err) {
		text := "the database does not answer; try again in a moment"
		var certificate *tls.CertificateVerificationError
		switch {
		case errors.Is(err, errReadOnly):
			text = advice["25006"]
		case errors.As(err, &certificate):
			text = untrusted
		}
		return fmt.Errorf("%s: %w: %s", l.name, incident.Errorf(incident.Unavailable, "%s", text), plain(err))
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%s: %w", l.name, err)
}

// adviceOf is what to do about a SQLSTATE, or about its class.
func adviceOf(code string) string {
	return cmp.Or(advice[code], advice[code[:min(2, len(code))]])
}

func startsWithAny(code string, beginnings []string) bool {
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(code, b) })
}

// isBroken reports whether an error means that the connection is gone, or leads to a server
// that is not what it was.
func isBroken(err error) bool {
	if err == nil {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return startsWithAny(pg.Code, broken)
	}
	var connecting *pgconn.ConnectError
	var network *net.OpError
	for _, gone := range []error{pgconn.ErrConnClosed, net.ErrClosed, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return errors.As(err, &connecting) || errors.As(err, &network)
}

// plain is an error in one line. What pgx says of connections has no passwords.
func plain(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
