package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/einvoice-go/einvoice/internal/slips"
)

// frontDoor is what a newcomer meets: commands in groups with examples, topics of help,
// completions, manual pages, and errors that say what to type instead.
func (a *app) frontDoor(root *cobra.Command) {
	for _, g := range groups {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
	}
	root.AddCommand(a.man())
	addTopics(root)
	root.SetHelpCommand(a.help())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	root.SetUsageFunc(usage)
	root.SetFlagErrorFunc(flagError)
	for _, c := range root.Commands() {
		if c.IsAdditionalHelpTopicCommand() {
			continue
		}
		c.GroupID = groupOf(c.Name())
	}
	everyCommand(root, func(c *cobra.Command) {
		if c.Runnable() {
			c.Long = wrap(c.Long)
		}
		c.LocalNonPersistentFlags().VisitAll(nameValue)
		if short, ok := shorts[c.Name()]; ok && c.Parent() == root {
			c.Short = short
		}
		if c.Example == "" {
			c.Example = examples[strings.TrimPrefix(c.CommandPath(), "einvoice ")]
		}
		switch {
		case c.HasSubCommands():
			c.Args = noSuchCommand
		case c.Args != nil:
			c.Args = sayUsage(c.Args)
		}
	})
	a.completions(root)
}

// everyCommand visits a command and all below it.
func everyCommand(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, sub := range c.Commands() {
		everyCommand(sub, visit)
	}
}

// tryHelp is the call that explains a command.
func tryHelp(c *cobra.Command) string {
	if c == nil || c.Root() == c {
		return "einvoice help"
	}
	return "einvoice help " + strings.TrimPrefix(c.CommandPath(), "einvoice ")
}

// sayUsage has wrong arguments answered by how the command is called.
func sayUsage(args cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, given []string) error {
		if args(c, given) == nil {
			return nil
		}
		said := "too many arguments"
		switch {
		case c.Use == c.Name():
			said = fmt.Sprintf("it takes no arguments, and %q is one", given[0])
		case len(given) == 0:
			said = "nothing is named to work on"
		case args(c, append(slices.Clone(given), "one more")) == nil:
			said = "one argument is missing"
		}
		return usagef("%s: %s\nUsage: %s", strings.TrimPrefix(c.CommandPath(), "einvoice "), said, strings.TrimSuffix(c.UseLine(), " [flags]"))
	}
}

// checkTarget refuses what is no target of convert, also where the library would know less.
func checkTarget(to string) error {
	all := targetNames()
	near := ""
	if n := nearestName(to, all); n != "" {
		near = ": did you mean " + n + "?"
	}
	switch {
	case to == "":
		return usagef("convert needs a target: --to %s", strings.Join(all, ", "))
	case !slices.Contains(all, to):
		return usagef("no such target: %q (there are %s)%s", to, strings.Join(all, ", "), near)
	}
	return nil
}

// noSuchCommand is for arguments where a command belongs: a slip, or a file.
func noSuchCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	arg, within := args[0], ""
	if c.Root() != c {
		within = c.Name() + ": "
	}
	if near := nearestCommand(c, arg); near != "" {
		return usagef("%sthere is no command %q: did you mean %s?", within, arg, near)
	}
	if _, err := os.Stat(arg); err == nil && c.Root() == c {
		return usagef("%q is a file or a folder, and no command: einvoice validate %[1]s checks it, einvoice inspect %[1]s shows it", arg)
	}
	return usagef("%sthere is no command %q: there are %s", within, arg, strings.Join(commandNames(c), ", "))
}

func commandNames(c *cobra.Command) (names []string) {
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}

// nearestCommand is the command below c that a name may stand for, "" if none is near.
func nearestCommand(c *cobra.Command, name string) string {
	var names []string
	for _, sub := range c.Commands() {
		if !sub.Hidden {
			names = append(names, sub.Name())
			names = append(names, sub.Aliases...)
		}
	}
	return nearestName(name, names)
}

// nearestName is the first of the nearest names, with no more than two slips, and fewer than
// the name has letters.
func nearestName(name string, names []string) string {
	name = strings.ToLower(name)
	for distance := 0; distance <= min(mostDistance, utf8.RuneCountInString(name)-1); distance++ {
		for _, n := range names {
			if slips.Distance(name, n, mostDistance) == distance {
				return n
			}
		}
	}
	return ""
}

// flagError says which flag may have been meant.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		slices.Sort(names)
		if near := nearestName(unknown.GetSpecifiedName(), names); near != "" {
			err = fmt.Errorf("there is no flag --%s: did you mean --%s?", unknown.GetSpecifiedName(), near)
		}
	}
	return usageError{err}
}

// nameValue has help show what a flag's value is, and not its type in Go. Lists keep theirs:
// pflag knows by it that an empty one is none.
func nameValue(f *pflag.Flag) {
	name := valueNames[f.Name]
	switch f.Value.Type() {
	case "string":
		f.Value = namedValue{f.Value, first(name, "VALUE")}
	case "int":
		f.Value = namedValue{f.Value, first(name, "N")}
	}
}

type namedValue struct {
	pflag.Value
	name string
}

func (v namedValue) Type() string { return v.name }

// help is einvoice help, for commands and topics.
func (a *app) help() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND|TOPIC]",
		Short: "Explain a command, or a topic",
		Long:  "Explains a command, or one of the topics. Without either it lists both.",
		Args:  cobra.ArbitraryArgs,
		ValidArgsFunction: func(c *cobra.Command, args []string, begun string) (all []cobra.Completion, _ cobra.ShellCompDirective) {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			for _, sub := range about.Commands() {
				if !sub.Hidden && strings.HasPrefix(sub.Name(), begun) {
					all = append(all, cobra.CompletionWithDesc(sub.Name(), sub.Short))
				}
			}
			return all, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			about := c.Root()
			for _, name := range args {
				i := slices.IndexFunc(about.Commands(), func(sub *cobra.Command) bool { return sub.Name() == name || sub.HasAlias(name) })
				if i < 0 {
					return noSuchTopic(about, name)
				}
				about = about.Commands()[i]
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

func noSuchTopic(c *cobra.Command, name string) error {
	if near := nearestCommand(c, name); near != "" {
		return usagef("help: there is no command or topic %q: did you mean %s?", name, near)
	}
	return usagef("help: there is no command or topic %q", name)
}

// wrap breaks lines of help that are longer than most terminals are wide.
func wrap(text string) string {
	const width = 96
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		for utf8.RuneCountInString(line) > width {
			cut := strings.LastIndexByte(line[:width], ' ')
			if cut <= len(indent) {
				break
			}
			out = append(out, line[:cut])
			line = indent + line[cut+1:]
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}
