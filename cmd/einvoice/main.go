// Command einvoice validates, converts and shows electronic invoices. See
// einvoice help.
package main

import (
	"os"

	"github.com/einvoice-go/einvoice/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
