package validate

import (
	"slices"
	"testing"

	"github.com/einvoice-go/einvoice/internal/tree"
)

// TestPaths reads every path and pattern, which otherwise are read when a document asks: a
// name that no schema has panics here.
func TestPaths(t *testing.T) {
	patterns := 0
	for _, s := range Sets() {
		for i := range s.Rules() {
			for _, syntax := range Syntaxes() {
				for _, o := range s.Rules()[i].test(syntax).on {
					patterns += len(tree.ParsePatterns(o.pattern))
				}
			}
		}
	}
	if patterns < 1000 {
		t.Errorf("only %d patterns", patterns)
	}
	everyPath.Lock()
	all := slices.Clone(everyPath.list)
	everyPath.Unlock()
	if len(all) < 700 {
		t.Errorf("only %d paths", len(all))
	}
	for _, p := range all {
		tree.ParsePath(p.String())
	}
}
