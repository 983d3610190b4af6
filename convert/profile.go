package convert

import (
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
)

// Profile is a specification that a document can claim to follow.
type Profile struct {
	Name          string      // as in --profile
	Specification string      // BT-24
	Process       string      // BT-23 where the profile demands one
	CII           cii.Profile // what it may hold in CII
	OnlyCII       bool
}

const (
	billing     = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
	selfBilling = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"
	core        = "urn:cen.eu:en16931:2017"
	xrechnung   = core + "#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
)

var profiles = []Profile{
	{"en16931", core, "", cii.EN16931, false},
	{"peppol", core + "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", billing, cii.EN16931, false},
	{"peppol-selfbilling", core + "#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0", selfBilling, cii.EN16931, false},
	{"xrechnung", xrechnung, billing, cii.XRechnung, false},
	{"xrechnung-extension", xrechnung + "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0", billing, cii.XRechnung, false},
	{"minimum", cii.Minimum.Specification(), "", cii.Minimum, true},
	{"basicwl", cii.BasicWL.Specification(), "", cii.BasicWL, true},
	{"basic", cii.Basic.Specification(), "", cii.Basic, true},
	{"extended", cii.Extended.Specification(), "", cii.Extended, true},
}

// Profiles lists the profiles that Options.Profile knows by name. The names of
// Factur-X's profiles may begin with factur-x-.
func Profiles() []Profile { return append([]Profile(nil), profiles...) }

// Check tells whether the options make sense.
func (o Options) Check() error {
	if o.To == "" {
		return fmt.Errorf("%w: there are %s (--to)", ErrTarget, targetNames())
	}
	if !slices.Contains(Targets(), o.To) {
		return fmt.Errorf("%w: %q (there are %s)", ErrTarget, o.To, targetNames())
	}
	if err := o.checkFacturae(); err != nil {
		return err
	}
	if err := o.Intake.Check(); err != nil {
		return err
	}
	_, err := o.profile()
	return err
}

func targetNames() string {
	var names []string
	for _, t := range Targets() {
		names = append(names, string(t))
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// profile is nil if the options name none.
func (o Options) profile() (*Profile, error) {
	if o.Profile == "" {
		return nil, nil
	}
	if strings.Contains(o.Profile, ":") {
		return &Profile{Name: o.Profile, Specification: o.Profile, CII: cii.ProfileOf(o.Profile)}, nil
	}
	var names []string
	for i := range profiles {
		p := &profiles[i]
		if names = append(names, p.Name); !strings.EqualFold(strings.TrimPrefix(strings.ToLower(o.Profile), "factur-x-"), p.Name) {
			continue
		}
		if p.OnlyCII && o.To == UBL {
			return nil, fmt.Errorf("%w in UBL: %s is one of Factur-X, which is CII", ErrProfile, p.Name)
		}
		return p, nil
	}
	return nil, fmt.Errorf("%w: %q (there are %s, and any specification identifier)", ErrProfile, o.Profile, strings.Join(names, ", "))
}

// claim makes the invoice claim a profile.
func (a *adapter) claim(p *Profile) {
	if p == nil {
		return
	}
	a.profile, a.asked = p.CII, true
	a.change("BT-24", &a.Process.Specification, p.Specification)
	if was := a.Process.BusinessProcess; p.Process != "" && (was == "" || isPeppolProcess(was)) {
		a.change("BT-23", &a.Process.BusinessProcess, p.Process)
	}
}

// isPeppolProcess: other processes are the parties' own and stay.
func isPeppolProcess(s string) bool { return strings.HasPrefix(s, "urn:fdc:peppol.eu:2017:poacc:") }

func (a *adapter) change(id string, at *string, to string) {
	was := *at
	if *at = to; was == to {
		return
	}
	t, _ := einvoice.LookupTerm(id)
	if was == "" {
		a.note("%s %s: set to %s", id, t.Name, to)
	} else {
		a.note("%s %s: %s instead of %s", id, t.Name, to, was)
	}
}
