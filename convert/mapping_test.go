package convert_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
)

var update = flag.Bool("update", false, "write docs/mapping anew")

// TestMappingPages holds docs/mapping against the tables.
func TestMappingPages(t *testing.T) {
	for _, f := range convert.Formats() {
		name := filepath.Join("..", "docs", "mapping", string(f)+".md")
		page := mappingPage(f)
		if *update {
			if err := os.WriteFile(name, page, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		have, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, page) {
			t.Errorf("%s is not what the table says: go test ./convert -run MappingPages -update", name)
		}
	}
}

// mappingPage lists the bindings of a format in document order.
func mappingPage(f einvoice.Format) []byte {
	var b bytes.Buffer
	profiles := f == einvoice.CII
	fmt.Fprintf(&b, "# Where the terms stand: %s\n\n", f)
	fmt.Fprint(&b, "Made from the table that reads and writes the format (`go test ./convert -run MappingPages -update`), in document\norder. ")
	if profiles {
		fmt.Fprint(&b, "\"From\" is the smallest profile that has an element, MINIMUM where nothing is said; `…` stands for\n`/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction`. ")
	}
	fmt.Fprint(&b, "`*` marks places where the shapes differ\nand code goes between. A term with several lines stands in one of them.\n\n")
	fmt.Fprint(&b, "| term | name | element or attribute | if |")
	if profiles {
		fmt.Fprint(&b, " from |")
	}
	fmt.Fprint(&b, "\n|---|---|---|---|")
	if profiles {
		fmt.Fprint(&b, "---|")
	}
	fmt.Fprintln(&b)
	for _, x := range convert.Bindings(f) {
		row(&b, x, profiles)
	}
	return b.Bytes()
}

func row(b *bytes.Buffer, x einvoice.Binding, profiles bool) {
	term, ok := einvoice.TermAt(x.Place)
	path := strings.Replace(x.Path, "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/", "…/", 1)
	name := term.Name
	switch {
	case x.Kind == "lost":
		name = "(no place in the model)"
	case strings.HasPrefix(x.Kind, "= "):
		name = "always `" + strings.TrimPrefix(x.Kind, "= ") + "`"
	case !ok && x.Kind == "group":
		return // it has no meaning of its own
	}
	id := term.ID
	if x.Via {
		id += "*"
	}
	fmt.Fprintf(b, "| %s | %s | `%s` | %s |", id, name, path, x.If)
	if profiles {
		from := ""
		if p := cii.Smallest(x.Profiles); p != cii.Minimum {
			from = p.String()
		}
		fmt.Fprintf(b, " %s |", from)
	}
	fmt.Fprintln(b)
}
