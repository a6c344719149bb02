// Package logsocket lets other processes use the log that a server holds: the server
// listens on a Unix socket beside the log's file, and a Client is the same log for whoever
// asks. Whoever may open the socket, which is its owner's alone (mode 0600), may do all
// that the log does.
//
// Each call is a connection of its own: a line of JSON that says what is asked, for Apply
// a line for each edit, and lines of answers. Incidents are in the form of package whole.
// A line has a bound, and no call holds more than one of them. The edits of a change set
// wait in a file until all of them are there, so that a slow process keeps nobody from
// writing.
package logsocket
