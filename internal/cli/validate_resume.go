package cli

import (
	"encoding/json"
	"errors"

	"github.com/einvoice-go/einvoice/validate"
)

// beyond is what a report in memory has beyond its JSON, for reports in other formats.
type beyond struct {
	Help    string `json:"help,omitempty"`
	Excerpt string `json:"excerpt,omitempty"`
	Exact   bool   `json:"exact,omitempty"`
	Place   string `json:"place,omitempty"`
	Offset  int64  `json:"offset"`
}

// unsaid is what the JSON of a report leaves out, a value a finding; nil if there are none.
func unsaid(r *validate.Report) any {
	if len(r.Findings) == 0 {
		return nil
	}
	all := make([]beyond, len(r.Findings))
	for i, f := range r.Findings {
		all[i] = beyond{f.Help, f.Excerpt, f.Exact, f.Place, f.Offset}
	}
	return all
}

// recall puts a report of an earlier run into this one's.
func (j *validation) recall(r *record) error {
	if r.Word == passedWord {
		j.passed++
		return nil
	}
	if len(r.Results) != 1 {
		return errors.New("the journal has a document without report")
	}
	var back validate.Report
	if err := json.Unmarshal(r.Results[0], &back); err != nil {
		return err
	}
	var more []beyond
	if r.Saved != nil {
		if err := json.Unmarshal(r.Saved, &more); err != nil {
			return err
		}
	}
	for i := range min(len(more), len(back.Findings)) {
		f := &back.Findings[i]
		f.Help, f.Excerpt, f.Exact, f.Place, f.Offset = more[i].Help, more[i].Excerpt, more[i].Exact, more[i].Place, more[i].Offset
	}
	return j.writer.Add(&back)
}
