package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// man writes manual pages, from the same texts as help.
func (a *app) man() *cobra.Command {
	folder := ""
	c := command("man [COMMAND|TOPIC]", "Write manual pages", cobra.ArbitraryArgs, func(c *cobra.Command, args []string) error {
		root := c.Root()
		if folder != "" {
			if len(args) > 0 {
				return usagef("man -o %s writes all pages: name no command", folder)
			}
			return a.writeManPages(root, folder)
		}
		about, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return noSuchTopic(root, args[0])
		}
		_, err = a.out.WriteString(manPage(about))
		return err
	})
	c.Long = `Writes the manual page of a command or a topic to standard output, or with -o all pages
to a folder: commands are in section 1, topics in section 7.`
	c.Flags().StringVarP(&folder, "output", "o", "", "folder for all pages")
	return c
}

func (a *app) writeManPages(root *cobra.Command, folder string) (err error) {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	n := 0
	everyCommand(root, func(c *cobra.Command) {
		if err != nil || !hasManPage(c) {
			return
		}
		n++
		err = writeFile(filepath.Join(folder, manName(c)+"."+manSection(c)), []byte(manPage(c)))
	})
	if err == nil {
		fmt.Fprintf(a.out, "%s -> %s\n", plural(n, "page"), folder)
	}
	return err
}

func hasManPage(c *cobra.Command) bool { return !c.Hidden || c.Name() == "help" }

func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

func manSection(c *cobra.Command) string {
	if c.IsAdditionalHelpTopicCommand() {
		return "7"
	}
	return "1"
}

// manPage is the page of a command in the language of man(7).
func manPage(c *cobra.Command) string {
	tell(c)
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	var b strings.Builder
	this := built()
	fmt.Fprintf(&b, ".TH %q %q %q %q\n", strings.ToUpper(manName(c)), manSection(c), this.day(), "einvoice "+this.version)
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(manName(c)), roff(c.Short))
	if manSection(c) == "1" {
		use := c.UseLine()
		if c.HasAvailableSubCommands() {
			use = c.CommandPath() + " COMMAND"
		}
		fmt.Fprintf(&b, ".SH SYNOPSIS\n%s\n", roff(use))
	}
	b.WriteString(".SH DESCRIPTION\n")
	if c.Long != "" {
		roffText(&b, c.Long)
	} else {
		b.WriteString(roff(c.Short+".") + "\n")
	}
	if c.HasAvailableSubCommands() {
		b.WriteString(".SH COMMANDS\n")
		for _, sub := range c.Commands() {
			if hasManPage(sub) && !sub.IsAdditionalHelpTopicCommand() {
				fmt.Fprintf(&b, ".TP\n.BR %s (1)\n%s\n", roff(manName(sub)), roff(sub.Short))
			}
		}
	}
	roffFlags(&b, c)
	if c.Example != "" {
		fmt.Fprintf(&b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(c.Example))
	}
	seeAlso(&b, c)
	return b.String()
}

func roffFlags(b *strings.Builder, c *cobra.Command) {
	if manSection(c) != "1" || !c.HasAvailableLocalFlags() {
		return
	}
	b.WriteString(".SH OPTIONS\n")
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name, usage := pflag.UnquoteUsage(f)
		b.WriteString(".TP\n")
		if f.Shorthand != "" {
			b.WriteString("\\fB" + roff("-"+f.Shorthand) + "\\fR, ")
		}
		b.WriteString("\\fB" + roff("--"+f.Name) + "\\fR")
		if name != "" {
			b.WriteString(" \\fI" + roff(name) + "\\fR")
		}
		b.WriteString("\n" + roff(usage))
		if d := f.DefValue; f.Name != "jobs" && d != "" && d != "false" && d != "[]" && d != "0" {
			b.WriteString(roff(" (default " + d + ")"))
		}
		b.WriteString("\n")
	})
}

func seeAlso(b *strings.Builder, c *cobra.Command) {
	var pages []string
	if c.HasParent() {
		pages = append(pages, ".BR "+roff(manName(c.Parent()))+" (1)")
	}
	if !c.HasParent() {
		for _, sub := range c.Commands() {
			if sub.IsAdditionalHelpTopicCommand() {
				pages = append(pages, ".BR "+roff(manName(sub))+" (7)")
			}
		}
	}
	b.WriteString(".SH SEE ALSO\n" + strings.Join(pages, ",\n") + "\n")
}

// roffText writes paragraphs; those with indented lines keep their lines.
func roffText(b *strings.Builder, text string) {
	for i, paragraph := range strings.Split(strings.Trim(text, "\n"), "\n\n") {
		if i > 0 {
			b.WriteString(".PP\n")
		}
		if strings.Contains("\n"+paragraph, "\n  ") {
			b.WriteString(".nf\n" + roff(paragraph) + "\n.fi\n")
			continue
		}
		b.WriteString(roff(paragraph) + "\n")
	}
}

var roffEscapes = strings.NewReplacer(`\`, `\e`, "-", `\-`)

// roff escapes a text. A line must not begin like a request.
func roff(s string) string {
	lines := strings.Split(roffEscapes.Replace(s), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
