package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// usage prints how to call a command, in the order of a first visit: examples before flags,
// topics after commands. It is code and no template of cobra's: package text/template calls
// methods by name, so that a program that links it keeps every method there is: 4 MB.
func usage(c *cobra.Command) error {
	var b strings.Builder
	call := c.UseLine()
	if c.HasAvailableSubCommands() {
		call = c.CommandPath() + " COMMAND"
	}
	b.WriteString("Usage:\n  " + call + "\n")
	if c.HasExample() {
		b.WriteString("\nExamples:\n" + c.Example + "\n")
	}
	if len(c.Groups()) == 0 {
		commands(&b, "Commands:", c, (*cobra.Command).IsAvailableCommand)
	}
	for _, g := range c.Groups() {
		commands(&b, g.Title, c, func(x *cobra.Command) bool {
			return x.GroupID == g.ID && (x.IsAvailableCommand() || x.Name() == "help")
		})
	}
	commands(&b, "Topics (einvoice help TOPIC):", c, (*cobra.Command).IsAdditionalHelpTopicCommand)
	if c.HasAvailableLocalFlags() {
		b.WriteString("\nFlags:\n" + strings.TrimRight(c.LocalFlags().FlagUsages(), " \n") + "\n")
	}
	if c.HasAvailableSubCommands() {
		b.WriteString("\neinvoice help COMMAND says more of one.\n")
	}
	_, err := c.OutOrStderr().Write([]byte(b.String()))
	return err
}

// commands prints the commands below one that are of a kind, if there are any.
func commands(b *strings.Builder, title string, c *cobra.Command, kind func(*cobra.Command) bool) {
	first := true
	for _, x := range c.Commands() {
		if !kind(x) {
			continue
		}
		if first {
			b.WriteString("\n" + title + "\n")
			first = false
		}
		fmt.Fprintf(b, "  %-*s %s\n", x.NamePadding(), x.Name(), x.Short)
	}
}
