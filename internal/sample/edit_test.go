package sample_test

import (
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/sample"
)

func TestEdit(t *testing.T) {
	const doc = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">%</Invoice>`
	head, tail, _ := strings.Cut(doc, "%")
	for _, c := range []struct{ from, script, to string }{
		{`<cbc:ID>1</cbc:ID>`, "set cbc:ID = a b", `<cbc:ID>a b</cbc:ID>`},
		{`<cbc:ID/>`, "set cbc:ID = 2", `<cbc:ID>2</cbc:ID>`},
		{`<cac:Party><cbc:Name>x</cbc:Name></cac:Party>`, "drop cac:Party/cbc:Name", `<cac:Party></cac:Party>`},
		{`<cac:Party><cac:Party/></cac:Party>`, "add cac:Party <cbc:Name/>", `<cac:Party><cac:Party/><cbc:Name/></cac:Party>`},
		{`<cbc:ID>1</cbc:ID>`, "twice cbc:ID\nbefore cbc:ID <cbc:Note/>\nafter cbc:Note <cbc:UUID/>", `<cbc:Note/><cbc:UUID/><cbc:ID>1</cbc:ID><cbc:ID>1</cbc:ID>`},
		{`<cbc:ID a="1" b="2">1</cbc:ID>`, "attr cbc:ID a = 3\nnoattr cbc:ID b", `<cbc:ID a="3">1</cbc:ID>`},
		{`<cbc:ID/>`, "attr cbc:ID a = 3\nfirst . <cbc:Note/>", `<cbc:Note/><cbc:ID a="3"/>`},
		{`<cac:Party/>`, "make cac:Party/cac:PartyName/cbc:Name = A & B", `<cac:Party><cac:PartyName><cbc:Name>A &amp; B</cbc:Name></cac:PartyName></cac:Party>`},
		{`<cbc:ID>1</cbc:ID>`, "make cbc:ID = 2\nmake //cac:Party/cbc:ID", `<cbc:ID>1</cbc:ID><cac:Party><cbc:ID/></cac:Party>`},
		{`<cac:Party><cac:Party><cbc:Name/></cac:Party></cac:Party>`, "make //cac:Party/cbc:Name\nset //cbc:Name = x", `<cac:Party><cac:Party><cbc:Name>x</cbc:Name></cac:Party></cac:Party>`},
		{`<cbc:ID/><cac:Party><cbc:ID>1</cbc:ID></cac:Party><cac:Party><cbc:ID/><cbc:ID/></cac:Party>`, "clear cac:Party/cbc:ID\nclear cbc:Note", `<cbc:ID/><cac:Party></cac:Party><cac:Party></cac:Party>`},
		{`<cbc:ID/><cac:Party><cbc:ID/></cac:Party>`, "clear //cbc:ID", `<cac:Party></cac:Party>`},
		{``, "make ext:UBLExtensions\nmake ext:UBLExtensions/ext:UBLExtension",
			`<ext:UBLExtensions xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"><ext:UBLExtension/></ext:UBLExtensions>`},
	} {
		got, err := sample.Edit([]byte(head+c.from+tail), c.script)
		if err != nil || string(got) != head+c.to+tail {
			t.Errorf("%s: %s %v", c.script, strings.TrimSuffix(strings.TrimPrefix(string(got), head), tail), err)
		}
	}
	if _, err := sample.Edit([]byte(head+tail), "drop cbc:ID"); err == nil {
		t.Error("an element that is not there can be dropped")
	}
}
