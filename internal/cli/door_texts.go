package cli

import "slices"

// groups are those of the commands, in the order of help: what somebody wants to do.
var groups = []struct {
	id, title string
	commands  []string
}{
	{"check", "Check:", []string{"validate", "check", "verify"}},
	{"look", "Look into documents:", []string{"inspect", "terms", "diff"}},
	{"change", "Convert, sign, and change what is inside:", []string{"convert", "attach", "pdf", "sign", "mask", "datauri"}},
	{"learn", "Learn about rules and terms:", []string{"explain", "rules", "map"}},
	{"door", "The program itself:", []string{"help", "completion", "man"}},
}

// groupOf is the group of a command. What is in none is for documents.
func groupOf(name string) string {
	for _, g := range groups {
		if slices.Contains(g.commands, name) {
			return g.id
		}
	}
	return "change"
}

// valueNames are what help calls the values of flags; else VALUE, or N for a number.
var valueNames = map[string]string{"format": "FORMAT", "output": "PATH", "to": "FORMAT", "profile": "PROFILE", "version": "VERSION", "facts": "FILE",
	"xsd": "FOLDER", "fail-on": "SEVERITY", "severity": "SEVERITY", "syntax": "SYNTAX", "key": "FILE", "cert": "FILE", "p12": "FILE",
	"password-file": "FILE", "password-env": "VARIABLE", "role": "ROLE", "time": "TIME", "hash": "HASH", "roots": "FILE", "name": "NAME",
	"description": "TEXT", "reference": "ID", "mime": "TYPE", "uri": "URI", "invoice": "NUMBER", "lang": "LANGUAGE", "logo": "FILE",
	"logo-text": "TEXT", "title": "TEXT", "attachment-format": "TEXT"}

// shorts are lines of our own for commands that are not ours.
var shorts = map[string]string{"completion": "Write the script with which a shell completes commands, flags and their values"}

// examples of the commands that have none beside their code.
var examples = map[string]string{
	"validate": `  einvoice validate invoice.xml
  einvoice validate --rules peppol --fail-on warning inbox/
  einvoice validate --format html -o report.html invoices.zip`,
	"convert": `  einvoice convert --to cii --profile xrechnung invoice.xml -o xrechnung.xml
  einvoice convert --to ubl inbox/ -o outbox/
  einvoice convert --to facturx invoice.xml -o invoice.pdf`,
	"inspect": `  einvoice inspect invoice.xml
  einvoice inspect --format json inbox/`,
	"terms": `  einvoice terms invoice.xml
  einvoice terms --format json hybrid.pdf`,
	"attach": `  einvoice attach list invoice.xml
  einvoice attach extract invoice.xml -o files/
  einvoice attach add invoice.xml timesheet.pdf -o with-timesheet.xml`,
	"attach extract": `  einvoice attach extract invoice.xml -o files/
  einvoice attach extract --raw hybrid.pdf -o files/`,
	"attach remove": `  einvoice attach remove invoice.xml timesheet.csv -o out.xml
  einvoice attach remove invoice.xml --all --keep-reference -o light.xml`,
	"pdf": `  einvoice pdf inspect hybrid.pdf
  einvoice pdf extract hybrid.pdf -o invoice.xml
  einvoice pdf create invoice.xml -o invoice.pdf`,
	"pdf inspect": `  einvoice pdf inspect hybrid.pdf
  einvoice pdf inspect --format json inbox/`,
	"pdf extract": `  einvoice pdf extract hybrid.pdf -o invoice.xml
  einvoice pdf extract --all inbox/ -o files/`,
	"pdf embed": `  einvoice pdf embed view.pdf invoice.xml -o hybrid.pdf
  einvoice pdf embed --no-claim --file hours.csv view.pdf invoice.xml -o hybrid.pdf`,
	"pdf create": `  einvoice pdf create invoice.xml -o invoice.pdf
  einvoice pdf create --lang de --logo logo.png invoice.xml -o invoice.pdf`,
	"explain": `  einvoice explain BR-CO-10
  einvoice explain BT-31`,
	"rules": `  einvoice rules --set peppol --severity fatal
  einvoice rules --format json`,
	"map": `  einvoice map BT-31
  einvoice map --format json BG-25`,
	"help": `  einvoice help validate
  einvoice help attach add
  einvoice help exit-status`,
	"man": `  einvoice man validate | man -l -
  einvoice man -o /usr/local/share/man/man1`,
	"completion": `  source <(einvoice completion bash)
  einvoice completion fish > ~/.config/fish/completions/einvoice.fish`,
	"completion bash":       `  einvoice completion bash > /etc/bash_completion.d/einvoice`,
	"completion zsh":        `  einvoice completion zsh > "${fpath[1]}/_einvoice"`,
	"completion fish":       `  einvoice completion fish > ~/.config/fish/completions/einvoice.fish`,
	"completion powershell": `  einvoice completion powershell | Out-String | Invoke-Expression`,
}
