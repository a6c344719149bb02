package main

import (
	"context"
	"io"

	"incidentmap/data"
)

func runLicences(_ context.Context, args []string, out, _ io.Writer) error {
	return printAlone("licences",
		"Prints the licences of the program, of the software built into it and of its data.", data.Licences(), args, out)
}
