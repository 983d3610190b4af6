// Package validate checks invoices against the rules of EN 16931, and says which
// rule is broken, with which values, and where in the document.
//
//	report, err := validate.Document(ctx, data, validate.Options{})
//	for _, f := range report.Findings {
//		fmt.Println(f.Rule, f.Line, f.Column, f.Message)
//	}
//
// A rule is a literal: see Rule. Rules see the invoice model, never XML. Rule sets
// carry versions; what ran and what did not is in every Report.
package validate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/open"
)

// Options say what to check. The zero value checks what the document claims.
type Options struct {
	// Rules names rule sets: auto, schema, en16931, peppol, xrechnung, facturx,
	// facturae. None is the same as auto: chosen by specification identifier (BT-24).
	Rules []string
	// MaxFindings is how many findings of one rule are listed; further ones are
	// counted. 0: 100.
	MaxFindings int
}

// ErrRuleSet: the options name a rule set that does not exist.
var ErrRuleSet = errors.New("no such rule set")

// Document checks a document held in memory.
func Document(ctx context.Context, data []byte, o Options) (*Report, error) {
	var format einvoice.Format
	return check(ctx, o, source{
		parse: func(v *validation) (*einvoice.Document, error) {
			src, err := open.Read(data)
			doc := src.Document
			if doc != nil {
				data, format = src.Data, doc.Format
				v.begin(doc)
				v.lines(doc)
			}
			return doc, err
		},
		locate: func(places []string) (map[string]einvoice.Location, error) {
			if format == open.JSON {
				return nil, nil // it has no lines and columns
			}
			return open.Locate(format, data, places...)
		},
	})
}

// Stream checks a document of any length in bounded memory. It opens the document
// once to check it, and again to find the places of findings.
func Stream(ctx context.Context, opener func() (io.ReadCloser, error), o Options) (*Report, error) {
	return check(ctx, o, source{
		parse: func(v *validation) (*einvoice.Document, error) {
			doc := new(einvoice.Document)
			started := false
			_, err := open.Stream(ctx, opener, doc, func(l *einvoice.Line) error {
				if !started {
					v.begin(doc)
					started = true
				}
				v.facts.losses = doc.Losses
				v.line(l)
				return ctx.Err()
			})
			var values *einvoice.ValueError
			if err != nil && !errors.As(err, &values) {
				return nil, err
			}
			if !started {
				v.begin(doc)
			}
			return doc, err
		},
		locate: func(places []string) (map[string]einvoice.Location, error) {
			return open.LocateStream(ctx, opener, places...)
		},
	})
}

// Invoice checks an invoice that is in no document yet. Findings have no positions.
func Invoice(inv *einvoice.Invoice, o Options) (*Report, error) {
	return check(context.Background(), o, source{
		parse: func(v *validation) (*einvoice.Document, error) {
			doc := &einvoice.Document{Invoice: *inv}
			v.begin(doc)
			v.lines(doc)
			return doc, nil
		},
	})
}

// source is how check comes by a document and by the places in it.
type source struct {
	parse  func(*validation) (*einvoice.Document, error)
	locate func(places []string) (map[string]einvoice.Location, error)
}

func check(ctx context.Context, o Options, src source) (*Report, error) {
	wanted, err := parseRules(o.Rules)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v := &validation{wanted: wanted, most: o.MaxFindings}
	if v.most <= 0 {
		v.most = 100
	}
	doc, err := src.parse(v)
	var syntax *einvoice.SyntaxError
	var values *einvoice.ValueError
	switch {
	case errors.As(err, &syntax):
		return unreadable(syntax), nil
	case err != nil && !errors.As(err, &values):
		return nil, err
	}
	report := v.finish(doc)
	if values != nil {
		report.addValues(doc.Format, values.Losses)
	}
	if src.locate != nil {
		if err := report.locate(src.locate); err != nil {
			return nil, err
		}
	}
	report.conclude()
	return report, nil
}

// unreadable is the report on a document that cannot be read at all.
func unreadable(e *einvoice.SyntaxError) *Report {
	return &Report{Status: Unreadable, RuleSets: []string{}, Findings: []Finding{{
		Rule: string(e.Code), RuleSet: "xml", Severity: Fatal, Line: e.Line, Column: e.Column, Message: e.Message, Excerpt: e.Excerpt, Exact: true,
	}}}
}

// ruleSets are the names that Options.Rules takes, beside auto.
var ruleSets = []string{"schema", "en16931", "peppol", "xrechnung", "facturx", "facturae"}

// parseRules returns nil for auto.
func parseRules(names []string) (map[string]bool, error) {
	var wanted map[string]bool
	for _, n := range names {
		switch {
		case n == "auto" || n == "":
			continue
		case !slices.Contains(ruleSets, n):
			return nil, fmt.Errorf("%w: %q (there are auto, %s)", ErrRuleSet, n, strings.Join(ruleSets, ", "))
		case wanted == nil:
			wanted = map[string]bool{}
		}
		wanted[n] = true
	}
	return wanted, nil
}
