// Package cli is the einvoice command: thin commands over the library.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// The exit statuses.
const (
	exitClean    = 0 // done, and nothing to report
	exitFindings = 1 // fatal findings, differences, or documents that failed
	exitUsage    = 2 // wrong usage, or input and output that failed
)

// app is one run of the command.
type app struct {
	in     io.Reader
	out    *bufio.Writer
	err    io.Writer
	format string
	jobs   int
	status int

	terminal bool // standard output is one
	archives bool // arguments may be archives
}

// raise sets the exit status unless a worse one is set already.
func (a *app) raise(status int) { a.status = max(a.status, status) }

// complain reports a problem with one input; the others go on.
func (a *app) complain(status int, name string, err error) {
	a.out.Flush()
	fmt.Fprintf(a.err, "einvoice: %s: %v\n", name, err)
	a.raise(status)
}

// usageError is a wrong call.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// Main runs the command and returns its exit status.
func Main(args []string, in io.Reader, out, stderr io.Writer) int {
	debug.SetGCPercent(200) // a short run on small documents: memory is spent on time
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt kills
	a := &app{in: in, out: bufio.NewWriterSize(out, 64<<10), err: stderr, terminal: isTerminal(out)}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(a.out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if flushed := a.out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		fmt.Fprintln(stderr, "einvoice:", err)
		var usage usageError
		if errors.As(err, &usage) {
			fmt.Fprintln(stderr, `Try "einvoice help".`)
		}
		return exitUsage
	}
	return a.status
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "einvoice",
		Short: "Validate, convert and show electronic invoices",
		Long: `einvoice reads invoices in UBL 2.1 and CII (Factur-X, ZUGFeRD, XRechnung), checks them
against the rules of EN 16931, converts them and says what a conversion loses, and
compares them. It signs Facturae documents and verifies their signatures.

Exit status: 0 done and clean; 1 fatal findings, differences or documents that failed;
2 wrong usage, or files that could not be read or written.`,
		Example: `  einvoice validate invoice.xml
  einvoice inspect invoice.xml
  einvoice convert --to cii --profile xrechnung invoice.xml
  einvoice diff invoice.xml invoice.json
  einvoice attach extract invoice.xml -o files/
  einvoice pdf extract hybrid.pdf -o invoice.xml
  einvoice explain BR-CO-10`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("there is no command %q", args[0])
			}
			return nil
		},
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(a.validate(), a.convert(), a.diff(), a.inspect(), a.terms(), a.attach(), a.pdf(), a.sign(), a.verify(), a.explain(), a.rules(), a.mapping())
	return root
}

// command makes a subcommand whose wrong calls are usage errors.
func command(use, short string, args cobra.PositionalArgs, run func(*cobra.Command, []string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, RunE: run,
		Args: func(c *cobra.Command, given []string) error {
			if err := args(c, given); err != nil {
				return usageError{fmt.Errorf("%s: %w", c.Name(), err)}
			}
			return nil
		}}
}

func (a *app) formatFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.format, "format", "text", "output: text or json")
	before := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if a.format != "text" && a.format != "json" {
			return usagef("--format %s: there are text and json", a.format)
		}
		return before(c, args)
	}
}

func (a *app) jobsFlag(c *cobra.Command) {
	c.Flags().IntVarP(&a.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "documents to work on at a time, and processors to take for them")
}

// version is the module's version, as far as the build knows it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
