package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/report"
	"github.com/einvoice-go/einvoice/validate"
)

// flagValues are the values that shells complete, by command and flag, or by flag alone.
// A flag that is not here has free text or the name of a file.
func flagValues() map[string][]string {
	var severities []string
	for _, s := range report.Severities() {
		severities = append(severities, string(s))
	}
	return map[string][]string{
		"--format":          {"text", "json"},
		"validate --format": report.Formats(),
		"diff --format":     diffFormats,
		"--fail-on":         severities,
		"--severity":        severities,
		"--rules":           append([]string{"auto", "schema"}, setNames()...),
		"--set":             setNames(),
		"--syntax":          syntaxes,
		"--to":              targetNames(),
		"--profile":         profiles(),
		"convert --version": {"3.2", "3.2.1", "3.2.2"},
		"--policy":          attach.PolicyNames(),
		"--role":            {"supplier", "customer", "third-party"},
		"--hash":            {"sha256", "sha384", "sha512", "sha1"},
		"--lang":            {"en", "de", "fr", "es"},
		"--ignore":          termIDs(),
		"--encoding":        {"BASE64", "DER"},
		"--compression":     {"NONE", "ZIP", "GZIP"},
	}
}

// argumentValues are those of the commands that take no files.
func argumentValues() map[string]func() []string {
	return map[string]func() []string{
		"map": termIDs,
		"explain": func() []string {
			ids := ruleIDs()
			for _, o := range validate.Others() {
				if !slices.Contains(ids, o.Rule.ID) {
					ids = append(ids, o.Rule.ID)
				}
			}
			return append(ids, termIDs()...)
		},
	}
}

// completions has shells complete values of flags and arguments.
func (a *app) completions(root *cobra.Command) {
	everyCommand(root, func(c *cobra.Command) {
		path := strings.TrimPrefix(c.CommandPath(), "einvoice ")
		if _, ok := argumentValues()[path]; ok {
			c.ValidArgsFunction = func(c *cobra.Command, given []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
				return startingWith(strings.ToUpper(begun), "", argumentValues()[path]()), cobra.ShellCompDirectiveNoFileComp
			}
		}
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if !hasValues[f.Name] {
				return
			}
			list := strings.HasSuffix(f.Value.Type(), "Slice")
			// The error is that of a flag registered twice, which cannot be: each command is visited once.
			_ = c.RegisterFlagCompletionFunc(f.Name, func(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
				all := flagValues()
				values, ok := all[path+" --"+f.Name]
				if !ok {
					values = all["--"+f.Name]
				}
				before := ""
				if i := strings.LastIndexByte(begun, ','); list && i >= 0 {
					before, begun = begun[:i+1], begun[i+1:]
				}
				return startingWith(begun, before, values), cobra.ShellCompDirectiveNoFileComp
			})
		})
	})
}

// hasValues are the flags of flagValues, without making these: commands start faster so.
var hasValues = map[string]bool{"format": true, "fail-on": true, "severity": true, "rules": true, "set": true, "syntax": true, "to": true,
	"profile": true, "version": true, "policy": true, "role": true, "hash": true, "lang": true, "ignore": true, "encoding": true, "compression": true}

func startingWith(begun, before string, values []string) (found []cobra.Completion) {
	for _, v := range values {
		if strings.HasPrefix(v, begun) {
			found = append(found, before+v)
		}
	}
	return found
}

// setNames are the rule sets by name, and by name and version.
func setNames() (names []string) {
	for _, s := range validate.Sets() {
		for _, n := range []string{s.Name, s.ID()} {
			if !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	return names
}

func targetNames() (names []string) {
	for _, t := range convert.Targets() {
		names = append(names, string(t))
	}
	return append(names, hybrid)
}

func profiles() (names []string) {
	for _, p := range convert.Profiles() {
		names = append(names, p.Name)
	}
	return names
}

// termIDs lists the ids of terms and groups, each once.
func termIDs() (ids []string) {
	seen := map[string]bool{}
	for _, t := range einvoice.Terms() {
		if !seen[t.ID] {
			seen[t.ID] = true
			ids = append(ids, t.ID)
		}
	}
	return ids
}
