package codes

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// listOfNoRule belongs to PEPPOL-EN16931-P0100 in CII, which can never fire as published.
const listOfNoRule = "document-types@peppol-cii-2025.5"

// TestListsAreUsed: a code list that no rule, no table of structure and no other list names is of no use, or is written
// a second time somewhere. Lists that are another one under the name of a further rule set need not be named.
func TestListsAreUsed(t *testing.T) {
	text := ""
	for _, pattern := range []string{"*.go", "*_structure.txt"} {
		files, err := filepath.Glob("../../validate/" + pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			text += string(data)
		}
	}
	lists := Lists()
	if len(lists) < 100 {
		t.Fatalf("only %d lists", len(lists))
	}
	based := map[*List]bool{}
	for _, l := range lists {
		based[l.base] = true
	}
	for _, l := range lists {
		name, version, _ := strings.Cut(l.ID(), "@")
		inTable := version == "facturx-1.09.2" && regexp.MustCompile(`[:@]`+regexp.QuoteMeta(name)+`#`).MatchString(text)
		alias := l.base != nil && l.changes == "" && !l.empty
		if l.ID() != listOfNoRule && !alias && !inTable && !based[l] && !strings.Contains(text, l.ID()) {
			t.Errorf("%s is used by no rule and no table", l.ID())
		}
	}
}
