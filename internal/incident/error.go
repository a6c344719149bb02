package incident

import (
	"fmt"
)

// Code classes an error for whoever must answer it.
type Code string

// The codes. Invalid is the caller's fault and says which input is wrong;
// NotFound, what is missing; Gone, what was deleted and is not used again; Conflict, a
// write against an older revision; Mismatch, what is understood and cannot be done as it
// is; Unavailable, that the store is not ready; Internal is ours.
const (
	Invalid     Code = "invalid"
	NotFound    Code = "not_found"
	Gone        Code = "gone"
	Conflict    Code = "conflict"
	Mismatch    Code = "mismatch"
	Unavailable Code = "unavailable"
	Internal    Code = "internal"
)

// Error is an error of the domain with what a caller may be told.
type Error struct {
	Code Code
	// Parameter names the input at fault, if one is.
	Parameter string
	// Message says what is wrong, where, and what is allowed.
	Message string
	// Allowed lists the allowed values, if there are few.
	Allowed []string
}

// Error implements error.
func (e *Error) Error() string {
	if e.Parameter == "" {
		return e.Message
	}
	return e.Parameter + ": " + e.Message
}

// Errorf makes an Error.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// BadParameter makes an Invalid error about a named input.
func BadParameter(name, format string, args ...any) *Error {
	return &Error{Code: Invalid, Parameter: name, Message: fmt.Sprintf(format, args...)}
}
