package syntaxtest

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// oddTexts stand where something else is expected.
var oddTexts = []string{
	"", " ", "\n\t ", "0", "-0.00", "+5", "1e5", "1,00", ".5", "5.", "NaN", strings.Repeat("9", 38), strings.Repeat("9", 39), "0." + strings.Repeat("0", 30) + "1",
	"12345678901234567890.12", "2026-02-28", "2026-02-30", "2026-02-28Z", "2026-02-28+01:00", "30.01.2026", "0000-00-00",
	"true", "false", "1", "-", "VAT", "vat", "130", "50", "380", "381", "EUR", "v6", "v7",
	"&#13;", "x&#13;&#10;y", "&#9;x", "&lt;b&gt; &amp;amp; ]]&gt;", "&quot;'", "\u00e9\U0001F600\uFFFD", "\u00a0", "\u0085",
	"<![CDATA[<x>&amp;]]>", "x<!-- c -->y", "x<?p q?>y", "x]] > y\r\nz", "ZGF0YQ==", "&", "&nbsp;", "<", "]]>", "\x01",
}

var oddElements = []string{
	`<x:y xmlns:x="urn:x" z="1"><z/></x:y>`, `<!-- c -->`, `<?p i?>`, `text`, `<![CDATA[text]]>`, `<a b="1" b="2"/>`, `<p:q/>`, `<!DOCTYPE x>`,
}

// mutate changes a document that Build wrote, line by line.
func (m *Mutants) mutate(rnd *rand.Rand, doc []byte) []byte {
	pick := func(common, own []string) string {
		if i := rnd.IntN(len(common) + len(own)); i >= len(common) {
			return own[i-len(common)]
		} else {
			return common[i]
		}
	}
	lines := strings.Split(strings.TrimSuffix(string(doc), "\n"), "\n")
	for range 1 + rnd.IntN(4) {
		i := 1 + rnd.IntN(len(lines)-1)
		switch line := lines[i]; rnd.IntN(10) {
		case 0: // leave out
			lines = append(lines[:i:i], lines[i+1:]...)
			if len(lines) < 3 {
				return doc
			}
		case 1: // repeat, here or elsewhere
			k := 1 + rnd.IntN(i)
			lines = append(lines[:k:k], append([]string{line}, lines[k:]...)...)
		case 2: // exchange
			k := 1 + rnd.IntN(len(lines)-1)
			lines[i], lines[k] = lines[k], line
		case 3: // add
			lines[i] += pick(oddElements, m.Elements)
		case 4: // an attribute
			if k := strings.IndexAny(line, ">"); k > 0 && !strings.Contains(line, "</") || k > 0 && rnd.IntN(2) == 0 {
				name := m.Attributes[rnd.IntN(len(m.Attributes))]
				lines[i] = line[:k] + ` ` + name + `="` + strings.NewReplacer("<", "", `"`, "").Replace(pick(oddTexts, m.Texts)) + `"` + line[k:]
			}
		case 5: // an element of another name
			lines[i] = strings.ReplaceAll(line, m.Prefix, m.Prefixes[rnd.IntN(len(m.Prefixes))])
		default: // another value
			if from, to := strings.IndexByte(line, '>'), strings.LastIndexByte(line, '<'); from > 0 && from < to {
				lines[i] = line[:from+1] + pick(oddTexts, m.Texts) + line[to:]
			}
		}
	}
	out := strings.Join(lines, "\n")
	if rnd.IntN(20) == 0 {
		out = out[:rnd.IntN(len(out))]
	}
	return []byte(out)
}

// mutants tries the laws on mutants. The fuzz tests go on from there.
func (s *Syntax) mutants(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	docs := s.full(t)
	kinds := map[string]int{}
	for i := range 500 {
		data := s.Mutants.mutate(rnd, docs[i%len(docs)])
		s.Laws(t, data)
		if t.Failed() {
			t.Fatalf("mutant %d:\n%s", i, data)
		}
		doc, err := s.Parse(data)
		kinds[string(errorCode(t, "Parse", doc, err))]++
		if doc != nil {
			for _, l := range doc.Losses {
				kinds["loss "+string(l.Kind)]++
			}
		}
	}
	for _, kind := range s.Mutants.Kinds {
		if kinds[kind] == 0 {
			t.Errorf("no mutant with %q: %v", kind, kinds)
		}
	}
}

// streamOfParts tries law 3 on documents so long that Stream reads them in many parts,
// cut at ever other places, and law 4.
func (s *Syntax) streamOfParts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 7))
	docs := s.full(t)
	read, cuts := 0, 0
	for i := range 20 {
		var long strings.Builder
		for line := range strings.Lines(string(s.Mutants.mutate(rnd, docs[i%len(docs)]))) {
			if strings.HasPrefix(line, s.Mutants.Part) && rnd.IntN(2) == 0 {
				pad := strings.Repeat("é <x> \n", rnd.IntN(10_000))
				long.WriteString([]string{"<!--" + pad + "-->", "<?p " + pad + "?>", "<![CDATA[" + pad + "]]>", "<x y='" + strings.ReplaceAll(pad, "<x", "") + "'/>"}[rnd.IntN(4)])
				cuts++
			}
			long.WriteString(line)
		}
		data := []byte(long.String())
		doc, err := s.BothWays(t, data)
		if doc != nil {
			s.located(t, data, string(data), doc)
			read++
		}
		if t.Failed() {
			t.Fatalf("document %d: %v", i, err)
		}
	}
	if read < 8 || cuts < 80 {
		t.Errorf("only %d documents were well-formed, with %d places to cut", read, cuts)
	}
}

// Fuzz holds any bytes to the laws.
func (s *Syntax) Fuzz(f *testing.F) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, doc := range s.small(f) {
		f.Add(doc)
		f.Add(s.Mutants.mutate(rnd, doc))
	}
	f.Fuzz(s.Laws)
}

// FuzzMutants goes on from the mutants of Test: well-formed ones are rare among random
// bytes.
func (s *Syntax) FuzzMutants(f *testing.F) {
	docs := append(s.small(f), s.full(f)...)
	for i := range uint64(len(docs)) {
		f.Add(i)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		data := s.Mutants.mutate(rnd, docs[seed%uint64(len(docs))])
		if s.Laws(t, data); t.Failed() {
			t.Logf("%s", data)
		}
	})
}
