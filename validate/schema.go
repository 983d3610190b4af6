package validate

import (
	"slices"
	"sort"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// loadChecked reads a document, and holds it against its schema if that is asked for.
func (v *validation) loadChecked(r *xmlmap.Reader, l *loader) (found bool, err error) {
	l.checked = func(root *root) *schema.Validator {
		if v.wanted != nil && !slices.Contains(v.wanted, "schema") {
			return nil
		}
		return schema.For(root.name).NewValidator(func(f schema.Fault) { v.fault(l, f) })
	}
	return v.load(r, l)
}

// fault records a finding of the schema.
func (v *validation) fault(l *loader, f schema.Fault) {
	if l.root.syntax == fe && isApproved(f) {
		v.unheld(f.Element)
		return
	}
	if v.faults == nil {
		v.faults = map[schema.Code]int{}
	}
	if v.faults[f.Code]++; v.faults[f.Code] > v.most {
		return
	}
	rule := faultRule(f.Code)
	v.misfits = append(v.misfits, Finding{Rule: rule.ID, RuleSet: l.root.schemaID(), Severity: rule.Severity,
		Message: f.Fill(v.wording(&rule, rule.Text)), Path: l.path(), Offset: f.Off, Args: faultArgs(f)})
}

// isApproved: the fault is that the format's own schema does not declare an extension, which none of them are in. Those that
// are known have schemas of their own, which registers accept.
func isApproved(f schema.Fault) bool {
	n, ok := names.Find(f.Element)
	return f.Code == schema.UndeclaredElement && f.Parent == "Extensions" && ok && slices.Contains(extensions, n)
}

// unheld notes that an element was not held against its schema.
func (v *validation) unheld(element string) {
	why := NotRun{"schema:" + element, "the schema of this extension is not part of this version: what is in it was not looked at"}
	if !slices.Contains(v.extensions, why) {
		v.extensions = append(v.extensions, why)
	}
}

// faultRule is a kind of faults as a rule. Some of them share an id.
func faultRule(c schema.Code) Rule {
	return Rule{ID: c.String(), Severity: Fatal, Text: c.Text() + "."}
}

func faultArgs(f schema.Fault) (args []Arg) {
	for _, a := range []Arg{{"element", f.Element}, {"parent", f.Parent}, {"attribute", f.Attribute}, {"value", f.Value}, {"expected", f.Expected}} {
		if a.Value != "" {
			args = append(args, a)
		}
	}
	return args
}

// addFaults counts the findings of the schema that are not listed.
func (r *Report) addFaults(v *validation) {
	var codes []int
	for c := range v.faults {
		codes = append(codes, int(c))
	}
	sort.Ints(codes)
	for _, c := range codes {
		if n := v.faults[schema.Code(c)]; n > v.most {
			r.More = append(r.More, More{Rule: schema.Code(c).String(), RuleSet: v.root.schemaID(), Count: n - v.most})
		}
	}
}
