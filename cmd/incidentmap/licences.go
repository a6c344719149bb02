package main

import (
	"context"
	"io"

	"incidentmap/data"
)

func runLicences(_ context.Context, args []string, out, _ io.Writer) error {
	rest, err := parseFlags(newFlags("licences",
		"\n\nPrints the licences of the program, of the software built into it and of its data.", out), args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return &usageError{"licences", "it takes nothing else"}
	}
	_, err = io.WriteString(out, data.Licences())
	return err
}
