package schema_test

import (
	"bytes"
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lestrrat-go/helium"
	"github.com/lestrrat-go/helium/xsd"

	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/schema"
)

// xsdFiles are the published files in the folder that the variable names.
var xsdFiles = map[string]string{
	"inv:Invoice":              "UBL-Invoice-2.1.xsd",
	"cn:CreditNote":            "UBL-CreditNote-2.1.xsd",
	"rsm:CrossIndustryInvoice": "CrossIndustryInvoice_100pD16B.xsd",
}

// judges compiles the published XSDs, with an implementation that is not ours.
func judges(t *testing.T) map[string]func(doc []byte) (bool, string) {
	t.Helper()
	dir := published.Folder(t, published.XSDs)
	all := map[string]func([]byte) (bool, string){}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		for root, name := range xsdFiles {
			if d.Name() == name && all[root] == nil {
				all[root] = judge(t, flat(t, path))
			}
		}
		return nil
	})
	if err != nil || len(all) != len(xsdFiles) {
		t.Fatalf("found %d of %d schemas: %v", len(all), len(xsdFiles), err)
	}
	return all
}

// flat copies a schema and what it imports into one folder: helium does not go up.
func flat(t *testing.T, path string) string {
	t.Helper()
	own := filepath.Dir(path)
	to := t.TempDir()
	for _, dir := range []string{own, filepath.Join(own, "..", "common")} {
		files, err := filepath.Glob(filepath.Join(dir, "*.xsd"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			data = bytes.ReplaceAll(data, []byte("../common/"), nil)
			if err := os.WriteFile(filepath.Join(to, filepath.Base(f)), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return filepath.Join(to, filepath.Base(path))
}

func judge(t *testing.T, path string) func([]byte) (bool, string) {
	s, err := xsd.NewCompiler().FS(helium.PermissiveFS()).CompileFile(context.Background(), path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return func(doc []byte) (bool, string) {
		d, err := helium.NewParser().Parse(context.Background(), doc)
		if err != nil {
			return false, err.Error()
		}
		var why collector
		err = xsd.NewValidator(s).ErrorHandler(&why).Validate(context.Background(), d)
		return err == nil, strings.Join(why, "; ")
	}
}

type collector []string

func (c *collector) Handle(_ context.Context, err error) { *c = append(*c, err.Error()) }

// TestDifferential changes our samples and compares verdicts. EINVOICE_XSD_RUNS sets
// how many documents, EINVOICE_XSD_SEED which.
func TestDifferential(t *testing.T) {
	judges := judges(t)
	runs, seed := published.Number(t, published.XSDs+"_RUNS", 1500), published.Number(t, published.XSDs+"_SEED", 1)
	all := specimens(t)
	var good []*specimen // CII D16B has one preceding invoice only, the standard more
	for _, s := range all {
		doc := s.document(s.tree)
		ok, why := judges[s.root](doc)
		faults, err := validate(t, s.root, doc)
		if err != nil || ok != (len(faults) == 0) {
			t.Errorf("a sample: helium says %t: %s\n\twe say %q %v", ok, why, messages(faults), err)
		}
		if len(faults) == 0 {
			good = append(good, s)
		}
	}
	rnd := rand.New(rand.NewPCG(uint64(seed), 2))
	valid, differ := 0, 0
	for range runs {
		s := pick(rnd, good)
		doc := s.mutate(rnd)
		faults, err := validate(t, s.root, doc)
		if err != nil {
			continue // not XML
		}
		ok, why := judges[s.root](doc)
		if ok {
			valid++
		}
		if ok != (len(faults) == 0) && !(ok && lenient(faults)) {
			if differ++; differ > 30 {
				t.Fatal("and more")
			}
			t.Errorf("helium says %t: %s\n\twe say %q", ok, why, messages(faults))
		}
	}
	if valid < runs/20 || valid > runs*19/20 {
		t.Errorf("%d of %d documents are valid: this tests little", valid, runs)
	}
}

// lenient are faults that helium does not see, and Xerces does: URIs, and attributes
// of xml and xsi.
func lenient(faults []schema.Fault) bool {
	for _, f := range faults {
		known := f.Code == schema.BadValue && (f.Expected == "a URI" || strings.HasPrefix(f.Attribute, "xsi:")) ||
			f.Code == schema.UnknownAttribute && (strings.HasPrefix(f.Attribute, "xml:") || strings.HasPrefix(f.Attribute, "xsi:")) ||
			f.Code == schema.BadType && f.Value == ""
		if !known {
			return false
		}
	}
	return true
}
