// Package pgstore keeps a log of revisions in PostgreSQL 15 or later, for many servers at
// once: the same log as in package sqlitestore, in a schema without grants, and beside it a
// table of the published incidents of each public dataset for whoever reads by SQL.
//
// Whoever writes to a dataset takes an advisory lock of it until the transaction has ended,
// so that its versions have no gaps and come in the order of their commits: who has all
// revisions up to a version lacks none of before, and follows the log by asking what has
// come after it. Datasets do not wait for one another.
//
// The change sets of a dataset that wait in one process are written in one transaction,
// each in a savepoint of its own, and acknowledged after its commit, as sqlitestore does.
//
// PostgreSQL replicates and fails over. A connection that breaks is replaced, and what was
// not committed is done once more; a commit whose answer was lost is not acknowledged.
package pgstore
