// Package revise decides what change sets do to a log of revisions: which revision each
// edit makes, what resets a review, what a deleted ID is still good for, what is blanked
// with a redacted revision. A store does what was decided within a transaction of its own
// (Tx), so that every store decides alike.
package revise
