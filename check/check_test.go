package check_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/check"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

func read(t testing.TB, name string) []byte {
	data, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// hybrid is a PDF with an invoice inside.
func hybrid(t *testing.T) []byte {
	doc, err := ubl.Parse(read(t, "invoices/minimal.xml"))
	if err != nil {
		t.Fatal(err)
	}
	made, err := facturx.Create(doc, facturx.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return made.PDF
}

// statuses are those of the steps, in their order.
func statuses(v *check.Verdict) string {
	var all []string
	for _, s := range v.Steps {
		all = append(all, string(s.Status))
	}
	return strings.Join(all, " ")
}

func TestDocument(t *testing.T) {
	peppol := read(t, "invoices/peppol.xml")
	replaced := func(old, new string) []byte {
		if !bytes.Contains(peppol, []byte(old)) {
			t.Fatalf("the invoice has no %s", old)
		}
		return bytes.Replace(peppol, []byte(old), []byte(new), 1)
	}
	for _, c := range []struct {
		name  string
		data  []byte
		o     check.Options
		ready bool
		want  string
		said  string // somewhere in the verdict
	}{
		{"Peppol", peppol, check.Options{}, true, "ok not-run ok ok ok ok", "seller 9945:PL9999999901"},
		{"as a data: URI", []byte("data:text/xml;base64," + base64.StdEncoding.EncodeToString(peppol)), check.Options{}, true, "ok not-run ok ok ok ok", "unwrapped from a data: URI"},
		{"files without policy", read(t, "invoices/attachments.xml"), check.Options{}, true, "ok not-run ok ok not-run not-run", "no policy was given"},
		{"files with one", read(t, "invoices/attachments.xml"), check.Options{Policies: []attach.Policy{attach.B2Brouter(), attach.BIS()}}, true, "ok not-run ok ok ok not-run", "against b2brouter, bis"},
		{"files with a narrow one", read(t, "invoices/attachments.xml"), check.Options{Policies: []attach.Policy{attach.Channel(10)}}, false, "ok not-run ok ok failed not-run", "10 are allowed"},
		{"Facturae with a blocked file", read(t, "facturae/attachments.xml"), check.Options{Policies: []attach.Policy{attach.B2Brouter()}}, false, "ok not-run ok ok failed not-run", "files of type .gif are blocked"},
		{"Facturae", read(t, "facturae/signed.xsig"), check.Options{}, true, "ok not-run ok ok ok not-run", "Facturae has no electronic addresses"},
		{"CII", read(t, "cii/xrechnung.xml"), check.Options{Policies: []attach.Policy{attach.XRechnung()}}, true, "ok not-run ok ok ok ok", ""},
		{"a wrong sum", read(t, "invalid/line-sum-wrong.xml"), check.Options{}, false, "ok not-run ok failed ok not-run", "BR-CO-10"},
		{"a wrong order", replaced("<cbc:ID>", "<cbc:UUID>1</cbc:UUID><cbc:ID>"), check.Options{}, false, "ok not-run failed ok ok ok", ""},
		{"only the rules were asked for", peppol, check.Options{Validate: validate.Options{Rules: []string{"en16931"}}}, false, "ok not-run not-run ok ok ok", "nothing was asked for"},
		{"an address without its scheme", replaced(`schemeID="9945"`, `schemeID=""`), check.Options{}, false, "ok not-run ok failed ok failed", "there is no scheme"},
		{"an address with its scheme twice", replaced(`>PL9999999901</cbc:EndpointID>`, `>9945:PL9999999901</cbc:EndpointID>`), check.Options{}, false, "ok not-run ok ok ok failed", "once more"},
		{"cut off", read(t, "broken/truncated.xml"), check.Options{}, false, "failed not-run not-run not-run not-run not-run", "truncated"},
		{"a broken URI", []byte("data:text/xml;base64,P*"), check.Options{}, false, "failed not-run not-run not-run not-run not-run", "not base64"},
		{"nothing", nil, check.Options{}, false, "failed not-run not-run not-run not-run not-run", "empty"},
		{"something else", []byte("<a/>"), check.Options{}, false, "failed not-run not-run not-run not-run not-run", "wrong-root"},
		{"ZUGFeRD 1.0", read(t, "quirks/zugferd-1.xml"), check.Options{}, false, "failed not-run not-run not-run not-run not-run", "no format for an import"},
		{"a hybrid PDF", hybrid(t), check.Options{Policies: []attach.Policy{attach.B2Brouter()}}, true, "ok ok ok ok ok not-run", "which nobody has checked here"},
		{"a PDF without invoice", []byte("%PDF-1.7\n"), check.Options{}, false, "failed failed not-run not-run not-run not-run", "pdf-"},
	} {
		v, err := check.Document(context.Background(), c.data, c.o)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if v.Ready != c.ready || statuses(v) != c.want || !strings.Contains(fmt.Sprintf("%+v", v), c.said) {
			t.Errorf("%s: %v %s\n%+v", c.name, v.Ready, statuses(v), v)
		}
		s, err := check.Stream(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(c.data)), nil }, c.o)
		if err != nil || s.Ready != v.Ready || statuses(s) != statuses(v) || s.Format != v.Format || s.Profile != v.Profile || len(s.Steps[0].Notes) != len(v.Steps[0].Notes) {
			t.Errorf("%s as a stream: %v %v %+v", c.name, err, statuses(s), s)
		}
		for _, name := range check.Steps() {
			if v.Step(name) == nil {
				t.Errorf("%s: no step %s", c.name, name)
			}
		}
	}
}

// TestErrors: what is no fault of the document is an error.
func TestErrors(t *testing.T) {
	data := read(t, "invoices/minimal.xml")
	if _, err := check.Document(context.Background(), data, check.Options{Validate: validate.Options{Rules: []string{"none"}}}); !errors.Is(err, validate.ErrRuleSet) {
		t.Error(err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := check.Document(cancelled, data, check.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := check.Stream(context.Background(), func() (io.ReadCloser, error) { return nil, os.ErrPermission }, check.Options{}); !errors.Is(err, os.ErrPermission) {
		t.Error(err)
	}
	v, _ := check.Document(context.Background(), data, check.Options{})
	if v.Step("none") != nil || !reflect.DeepEqual(check.Steps(), []string{"format", "container", "schema", "rules", "attachments", "identifiers"}) {
		t.Error("steps")
	}
}

func ExampleDocument() {
	data, err := os.ReadFile("../testdata/facturae/attachments.xml")
	if err != nil {
		panic(err)
	}
	verdict, err := check.Document(context.Background(), data, check.Options{Policies: []attach.Policy{attach.B2Brouter()}})
	if err != nil {
		panic(err)
	}
	fmt.Println("ready:", verdict.Ready)
	for _, s := range verdict.Steps {
		fmt.Println(s.Name, s.Status)
		for _, v := range s.Violations {
			fmt.Println(" ", v)
		}
	}
	// Output:
	// ready: false
	// format ok
	// container not-run
	// schema ok
	// rules ok
	// attachments failed
	//   F7_4.png: b2brouter: files of type .gif are blocked
	// identifiers not-run
}

// TestContainer: what the PDF does wrong is a finding, whichever rules were asked for.
func TestContainer(t *testing.T) {
	pdf := bytes.Replace(hybrid(t), []byte("/AFRelationship/Alternative"), []byte("/AFRelationship/Unspecified"), 1)
	for _, rules := range [][]string{nil, {"schema", "en16931"}} {
		v, err := check.Document(t.Context(), pdf, check.Options{Validate: validate.Options{Rules: rules}})
		if err != nil {
			t.Fatal(err)
		}
		s := v.Step(check.Container)
		if v.Ready || s.Status != check.Failed || len(s.Findings) != 1 || s.Findings[0].Rule != "FX-PDF-204" || v.Step(check.Rules).Status != check.OK {
			t.Errorf("%v: %+v", rules, v)
		}
	}
}
