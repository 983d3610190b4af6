package sample_test

import (
	"bytes"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

var update = flag.Bool("update", false, "write testdata/invoices anew")

const folder = "../../testdata/invoices"

// fires are the findings that a variant has, and may have.
var fires = map[string][]string{
	// Lines within lines and third party payments (BG-DEX-09), which are part of the amount
	// due: EN 16931 knows nothing of them, and KoSIT's configuration makes an information of
	// that in the extension.
	"xrechnung-extension": {"info UBL-CR-646", "info BR-CO-16", "info UBL-CR-470"},
}

func TestVariantsAreValid(t *testing.T) {
	for _, v := range sample.Variants() {
		report, err := validate.Invoice(v.Invoice, validate.Options{})
		if err != nil {
			t.Fatal(v.Name, err)
		}
		var got []string
		for _, f := range report.Findings {
			if id := string(f.Severity) + " " + f.Rule; !slices.Contains(got, id) {
				got = append(got, id)
			}
		}
		if !reflect.DeepEqual(got, fires[v.Name]) {
			t.Errorf("%s: %v fire, want %v: %+v", v.Name, got, fires[v.Name], report.Findings)
		}
		if report.Profile == "" {
			t.Errorf("%s: no profile is known for %s", v.Name, v.Invoice.Process.Specification)
		}
	}
}

func TestVariantsAddUp(t *testing.T) {
	for _, v := range sample.Variants() {
		before := v.Invoice.Values()
		differences, err := v.Invoice.Calculate()
		if err != nil || len(differences) > 0 {
			t.Errorf("%s: %v %v", v.Name, differences, err)
		}
		if !reflect.DeepEqual(before, v.Invoice.Values()) {
			t.Errorf("%s: calculating once more changes it", v.Name)
		}
	}
}

func TestVariantsSurviveUBL(t *testing.T) {
	for _, v := range sample.Variants() {
		xml, losses, err := ubl.Build(v.Invoice)
		if err != nil || len(losses) > 0 {
			t.Errorf("%s: build: %v %v", v.Name, losses, err)
			continue
		}
		doc, err := ubl.Parse(xml)
		if err != nil || len(doc.Losses) > 0 {
			t.Errorf("%s: parse: %v %v", v.Name, doc.Losses, err)
			continue
		}
		if !reflect.DeepEqual(&doc.Invoice, v.Invoice) {
			t.Errorf("%s: read again it is another:\n%v\nwas\n%v", v.Name, doc.Invoice.Values(), v.Invoice.Values())
		}
	}
}

// TestVariantFiles holds testdata/invoices against the writer.
func TestVariantFiles(t *testing.T) {
	if *update {
		if err := os.MkdirAll(folder, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	stale := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		stale[filepath.Base(f)] = true
	}
	for _, v := range sample.Variants() {
		file := v.Name + ".xml"
		delete(stale, file)
		want, _, err := ubl.Build(v.Invoice)
		if err != nil {
			t.Fatal(v.Name, err)
		}
		if *update {
			if err := os.WriteFile(filepath.Join(folder, file), want, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what Build writes (-update writes it anew): %v", file, err)
		}
	}
	for file := range stale {
		t.Errorf("%s belongs to no variant", file)
	}
}

func TestVariantNames(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range sample.Variants() {
		if !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(v.Name) || v.About == "" || seen[v.Name] {
			t.Errorf("%q: %q", v.Name, v.About)
		}
		seen[v.Name] = true
		if n := len(v.Invoice.Lines); n < 1 || n > 4 {
			t.Errorf("%s has %d lines", v.Name, n)
		}
	}
}

// TestVariantsAreNew: nobody who changes a variant changes that of somebody else.
func TestVariantsAreNew(t *testing.T) {
	for i := range sample.Variants() {
		one, other := sample.Variants()[i].Invoice, sample.Variants()[i].Invoice
		one.Lines[0].Item.Name = "changed"
		if one == other || other.Lines[0].Item.Name == "changed" {
			t.Errorf("%s is shared", sample.Variants()[i].Name)
		}
	}
}

// TestVariantsUseEveryTerm: what is in EN 16931 or in the XRechnung Extension is in a
// variant.
func TestVariantsUseEveryTerm(t *testing.T) {
	used := map[string]bool{"BT-32-1": true} // a code of UBL's own: FC is no scheme
	codes := map[string]bool{}
	for _, v := range sample.Variants() {
		for _, value := range v.Invoice.Values() {
			used[value.Term.ID] = true
			if value.Term.ID == "BT-3" || value.Term.ID == "BT-118" {
				codes[value.Text] = true
			}
		}
	}
	for _, term := range einvoice.Terms() {
		core := regexp.MustCompile(`^BT-(DEX-)?\d`).MatchString(term.ID)
		if core && !used[term.ID] {
			t.Errorf("no variant uses %s %s", term.ID, term.Name)
		}
	}
	for _, code := range []string{"380", "381", "384", "389", "S", "Z", "E", "AE", "K", "G", "O", "L", "M", "B"} {
		if !codes[code] {
			t.Errorf("no variant has code %s", code)
		}
	}
}

// TestVariantsAreInvented: addresses are of .example, account numbers have the right
// check digits, and no two parties share a VAT identifier or an account.
func TestVariantsAreInvented(t *testing.T) {
	domain := regexp.MustCompile(`[\w-]+@[\w.-]+|https?://[^/]+`)
	holder := map[string]string{}
	holds := func(number, name string) {
		if other, ok := holder[number]; ok && number != "" && other != name {
			t.Errorf("%s and %s have the same number %s", other, name, number)
		}
		holder[number] = name
	}
	for _, v := range sample.Variants() {
		inv := v.Invoice
		holds(inv.Seller.VATIdentifier, inv.Seller.Name)
		holds(inv.Buyer.VATIdentifier, inv.Buyer.Name)
		if inv.TaxRepresentative != nil {
			holds(inv.TaxRepresentative.VATIdentifier, inv.TaxRepresentative.Name)
		}
		for _, p := range inv.PaymentInstructions {
			for _, account := range p.CreditTransfers {
				holds(account.Account, inv.Seller.Name)
			}
		}
		for _, value := range inv.Values() {
			if value.Term.Type == einvoice.BinaryObject {
				continue
			}
			for _, at := range domain.FindAllString(value.Text, -1) {
				if !strings.HasSuffix(at, ".example") {
					t.Errorf("%s: %s: %s is no .example domain", v.Name, value.Place, at)
				}
			}
			iban := regexp.MustCompile(`^[A-Z]{2}\d{2}[A-Z0-9]{10,}$`).MatchString(value.Text)
			if (value.Term.ID == "BT-84" || value.Term.ID == "BT-91") && iban && !checks(value.Text) {
				t.Errorf("%s: %s: %s has wrong check digits", v.Name, value.Place, value.Text)
			}
		}
	}
}

// checks is the check of ISO 13616: with letters as numbers, modulo 97.
func checks(iban string) bool {
	var digits strings.Builder
	for _, r := range iban[4:] + iban[:4] {
		d, err := strconv.ParseInt(string(r), 36, 8)
		if err != nil {
			return false
		}
		digits.WriteString(strconv.FormatInt(d, 10))
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && n.Mod(n, big.NewInt(97)).Int64() == 1
}
