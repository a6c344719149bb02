// Package incident is the domain: dated, placed, sourced incidents, their
// claims and grades, the datasets they belong to, the one Filter that every
// view and export shares, and the Store that answers it. It knows no HTTP, no
// file format and no storage.
package incident
