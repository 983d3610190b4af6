package validate

import (
	"testing"

	"github.com/einvoice-go/einvoice/internal/tree"
)

// TestPaths reads every path and pattern, which otherwise are read when a document asks: a
// name that no schema has panics here.
func TestPaths(t *testing.T) {
	if len(everyPath) < 300 {
		t.Errorf("only %d paths", len(everyPath))
	}
	for _, p := range everyPath {
		tree.ParsePath(p.String())
	}
	patterns := 0
	for _, s := range Sets() {
		for i := range s.Rules {
			for _, syntax := range Syntaxes() {
				for _, o := range s.Rules[i].test(syntax).on {
					patterns += len(tree.ParsePatterns(o.pattern))
				}
			}
		}
	}
	if patterns < 1000 {
		t.Errorf("only %d patterns", patterns)
	}
}
