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

	"github.com/einvoice-go/einvoice/validate"
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

	terminal bool               // standard output is one
	archives bool               // arguments may be archives
	lost     []*validate.Report // what leads nowhere, for commands that compare: each a complaint already
}

// raise sets the exit status unless a worse one is set already.
func (a *app) raise(status int) { a.status = max(a.status, status) }

// complain reports a problem with one input; the others go on.
func (a *app) complain(status int, name string, err error) {
	a.out.Flush()
	fmt.Fprintf(a.err, "einvoice: %s: %v\n", shown(name), err)
	a.printProblems(name, err)
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
	ran, err := root.ExecuteContextC(ctx)
	if flushed := a.out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		fmt.Fprintln(stderr, "einvoice:", err)
		var usage usageError
		if errors.As(err, &usage) {
			fmt.Fprintf(stderr, "Try %q.\n", tryHelp(ran))
		}
		return exitUsage
	}
	return a.status
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "einvoice",
		Short: "Validate, convert and show electronic invoices",
		Long: `einvoice reads invoices in UBL, CII (Factur-X, ZUGFeRD, XRechnung) and Facturae, as XML or
inside PDFs; checks them against their schema and the rules they claim to follow, converts
them and says what a conversion loses, compares them, and works on the files inside.

Exit status: 0 done and clean; 1 fatal findings, differences or documents that failed;
2 wrong usage, or files that could not be read or written.`,
		Example: `  einvoice inspect invoice.xml                       what is this?
  einvoice validate invoice.xml                      is it right?
  einvoice explain BR-CO-10                          what does that rule say?
  einvoice convert --to cii invoice.xml -o cii.xml   the same in another format
  einvoice diff invoice.xml cii.xml                  does it still say the same?
  einvoice attach extract invoice.xml -o files/      the files inside`,
		Version:       built().String(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.AddCommand(a.validate(), a.convert(), a.diff(), a.inspect(), a.terms(), a.attach(), a.pdf(), a.sign(), a.verify(), a.check(), a.datauri(), a.mask(), a.explain(), a.rules(), a.mapping())
	a.frontDoor(root)
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
