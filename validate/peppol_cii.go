package validate

// Peppol BIS Billing 3.0 for CII, as published last: in May 2025. Most of its rules mean what those for UBL mean,
// and have their ids and texts from there.
var peppolCII = Set{Name: "peppol", Version: "2025.5", CII: true, rules: joined(peppolCIIDocument, peppolCIILines, peppolCIIIdentifiers, peppolCIICodes, peppolCIINational)}

// inCII is a rule of Peppol's with a test for CII.
func inCII(id string, test Test, changes ...func(*Rule)) Rule {
	r := Rule{ID: id}
	for _, known := range peppol.Rules() {
		if known.ID == id {
			r = known
		}
	}
	r.UBL, r.BreakUBL, r.NoBreak, r.Never, r.Also = Test{}, "", "", "", nil
	r.CII = test
	for _, change := range changes {
		change(&r)
	}
	return r
}

// broken breaks it by a script and not in memory.
func broken(script string) func(*Rule) {
	return func(r *Rule) { r.Break, r.BreakCII = nil, script }
}

// reads gives it another text.
func reads(text string) func(*Rule) { return func(r *Rule) { r.Text = text } }

// helps gives it another help, or none.
func helps(text string) func(*Rule) { return func(r *Rule) { r.Help = text } }

// along names the rules that fire with it.
func along(ids ...string) func(*Rule) { return func(r *Rule) { r.Also = ids } }

// speaksOf gives it other terms.
func speaksOf(terms ...string) func(*Rule) { return func(r *Rule) { r.Terms = terms } }
