package golden

import (
	"context"
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice/report"
	"github.com/einvoice-go/einvoice/validate"
)

// Valid lets the test fail, and go on, if a document breaks a rule: a finding whose severity
// is fatal. The rules are those of validate.Options.Rules; none are those that the document
// claims to follow ("auto"). The failure shows every finding, also those that are no
// failures, as einvoice validate does. It reports whether the document is valid.
func Valid(t TB, got []byte, rules ...string) bool {
	t.Helper()
	problem := check(got, validate.Options{Rules: rules}, validate.Fatal)
	if problem != "" {
		t.Errorf("%s", problem)
	}
	return problem == ""
}

// Clean is Valid and lets warnings fail the test too.
func Clean(t TB, got []byte, rules ...string) bool {
	t.Helper()
	problem := check(got, validate.Options{Rules: rules}, validate.Warning)
	if problem != "" {
		t.Errorf("%s", problem)
	}
	return problem == ""
}

func check(got []byte, o validate.Options, least validate.Severity) (problem string) {
	if err := o.Check(); err != nil {
		return "golden: " + err.Error()
	}
	r, err := validate.Document(context.Background(), got, o)
	if err != nil {
		return "golden: " + err.Error()
	}
	if !report.Fails(r, least) {
		return ""
	}
	r.File = "the document"
	var text strings.Builder
	w, err := report.New("text", &text, report.Options{FailOn: least})
	if err == nil {
		err = w.Add(r)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return fmt.Sprintf("golden: %v", err)
	}
	return strings.TrimSuffix(text.String(), "\n")
}
