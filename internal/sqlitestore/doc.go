// Package sqlitestore keeps a log of revisions in one SQLite file: what every incident
// was at every version of its dataset, who changed it, when and why. The log is the
// truth; what is read by the map is made of it by other stores.
//
// The file belongs to one process, which holds it alone (locking_mode=EXCLUSIVE), and
// to one connection. SQLite before 3.51.3 can lose pages when two connections write and
// checkpoint at the same instant (https://www.sqlite.org/releaselog/3_51_3.html), and so
// can any other program that opens the file meanwhile. Write-ahead log and
// synchronous=FULL: what was acknowledged has been flushed.
//
// Writers are gathered: all change sets that wait are written in one transaction, each
// in a savepoint of its own, and acknowledged after its commit, so that one flush serves
// them all.
package sqlitestore
