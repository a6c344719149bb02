package sqlitestore

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"golang.org/x/sys/unix"
	"zombiezen.com/go/sqlite"

	"incidentmap/internal/incident"
)

// advice is what to do about an error of SQLite's.
var advice = map[sqlite.ResultCode]string{
	sqlite.ResultFull: "the disk is full; free some room and try again",
	sqlite.ResultCorrupt: "the file is damaged; fsck tells where, and restore-backup makes a new database of a backup " +
		"(keep the damaged one)",
	sqlite.ResultNotADB: "it is no database, or its beginning is damaged; name another file, or make a new database of " +
		"a backup with restore-backup",
	sqlite.ResultReadOnly: "the file or its directory is read-only; this user must be allowed to write both",
	sqlite.ResultCantOpen: "the file or its directory cannot be opened; this user must be allowed to write both",
	sqlite.ResultIOErr:    "reading or writing has failed; look at the disk, its room and the limits of this process",
}

// unavailable are the errors after which the same may well be done later, when somebody has
// seen to the disk.
var unavailable = []sqlite.ResultCode{sqlite.ResultFull, sqlite.ResultReadOnly, sqlite.ResultCantOpen,
	sqlite.ResultIOErr}

// explained says which file has an error of SQLite's, what to do, and whether the same may
// be done later (Unavailable). What clients are told, the message of an incident.Error, does
// not name the file. Others are returned as they are.
func explained(path string, err error) error {
	var ours *incident.Error
	if err == nil || errors.As(err, &ours) {
		return err
	}
	code := sqlite.ErrCode(err).ToPrimary()
	switch code {
	case sqlite.ResultInterrupt, sqlite.ResultError, sqlite.ResultOK:
		return err
	}
	if slices.Contains(unavailable, code) {
		return fmt.Errorf("%s: %w (%w)", path, incident.Errorf(incident.Unavailable, "%s", advice[code]), err)
	}
	return fmt.Errorf("%s: %w", path, advised(err))
}

// advised says what to do about an error, where that is known.
func advised(err error) error {
	if said := advice[sqlite.ErrCode(err).ToPrimary()]; said != "" {
		return fmt.Errorf("%s (%w)", said, err)
	}
	return err
}

// unwritable explains why no lock can be made beside a file.
func unwritable(path string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) {
		return fmt.Errorf("%s: this user must be allowed to write its directory, where the lock and the newest changes "+
			"lie beside the file: %w", path, err)
	}
	return err
}
