package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/intake"
)

// readDefaults reads the file of --defaults: what stands where the JSON of an API or a CSV
// file has nothing, in the JSON form of the invoice.
func (j *conversion) readDefaults(name string) error {
	if name == "" {
		return nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("--defaults %s: %w", name, plain(err))
	}
	if j.options.Intake.Defaults, err = einvoice.ParseJSON(data); err != nil {
		return usagef("--defaults %s: %s", name, err)
	}
	if err := j.options.Intake.Check(); err != nil {
		return usagef("--defaults %s: %s", name, err)
	}
	return nil
}

// hintCSV says of a file that is CSV by its name what it lacks to be read.
func hintCSV(name string, err error) error {
	var syntax *einvoice.SyntaxError
	if errors.As(err, &syntax) && syntax.Code == einvoice.ErrNotXML && hasExtension(name, []string{".csv"}) {
		return &einvoice.SyntaxError{Code: einvoice.ErrMalformed, Message: "the first row of a CSV file names columns such as number, issue_date, item_name, quantity, price (docs/CSV.md); this one names fewer than three that are known"}
	}
	return err
}

// problemsOf are the reasons in an error that has several, each in a line.
func problemsOf(err error) (all []string) {
	more := 0
	var json *einvoice.JSONError
	var csv *intake.CSVError
	switch {
	case errors.As(err, &json):
		for _, p := range json.Problems {
			all = append(all, p.String())
		}
		more = json.More
	case errors.As(err, &csv):
		for _, p := range csv.Problems {
			all = append(all, p.String())
		}
		more = csv.More
	}
	if len(all)+more < 2 {
		return nil
	}
	if more > 0 {
		all = append(all, fmt.Sprintf("and %d more", more))
	}
	return all
}

// printProblems lists what an error only counts: it has named the first one.
func (a *app) printProblems(name string, err error) {
	for i, p := range problemsOf(err) {
		if i == 0 {
			continue
		}
		fmt.Fprintf(a.err, "%s: wrong: %s\n", name, p)
	}
}
