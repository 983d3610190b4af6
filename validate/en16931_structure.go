package validate

import (
	_ "embed" // the tables
	"sync"

	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/structure"
)

// What EN 16931 has no use for in UBL and CII, and how often it wants what it has: the
// rules UBL-CR, UBL-SR, UBL-DT, CII-SR and CII-DT.

//go:embed en16931_ubl_structure.txt
var ublStructureTable string

//go:embed en16931_cii_structure.txt
var ciiStructureTable string

var (
	ublStructure = sync.OnceValue(func() *structure.Machine { return machine(ublStructureTable, "") })
	ciiStructure = sync.OnceValue(func() *structure.Machine { return machine(ciiStructureTable, "") })
)

// machine compiles a table of ours. Mistakes in one are found by a test.
func machine(table, profile string) *structure.Machine {
	t, err := structure.Parse(table)
	if err != nil {
		panic("validate: " + err.Error())
	}
	m, err := t.Compile(profile, codeList)
	if err != nil {
		panic("validate: " + err.Error())
	}
	return m
}

func codeList(id string) structure.CodeList {
	if l := codes.Get(id); l != nil {
		return l
	}
	return nil
}

// structureTexts are texts of rules that say more than where an element may stand.
var structureTexts = map[string]string{
	"UBL-CR-002": "{element} is not 2.1.",
	"UBL-CR-412": "{element} stands with the payment means of an invoice: the due date (BT-9) has a place of its own.",
	"UBL-CR-665": "{element} has a scheme, but the document is no invoiced object (type 130).",
	"UBL-CR-666": "An invoiced object (type 130) has an attachment.",
	"UBL-CR-673": "An invoiced object (type 130) has a description.",
	"UBL-SR-13":  "The seller has more than one tax registration that is no VAT identifier (BT-32).",
	"UBL-SR-12":  "The seller has more than one VAT identifier (BT-31).",
	"UBL-SR-18":  "The buyer has more than one VAT identifier (BT-48).",
	"UBL-SR-19":  "The payee's name (BT-59) is missing, repeated, or that of the seller (BT-27).",
	"UBL-SR-20":  "The payee has several identifiers (BT-60), or no name of its own (BT-59).",
	"UBL-SR-21":  "The payee has several registration identifiers (BT-61), or no name of its own (BT-59).",
	"UBL-SR-29":  "{element} is a second creditor identifier (BT-90): only one is allowed.",
	"UBL-SR-43":  "{element} needs the type 130, or in a credit note 50: other supporting documents have neither type nor scheme.",
	"UBL-SR-44":  "{element} is {value} here and {other} elsewhere: an invoice has one remittance information (BT-83).",
	"UBL-SR-47":  "{element} is {value} here and {other} elsewhere: an invoice has one way of payment (BT-81).",
	"CII-DT-015": "{element} is only for supporting documents (type 916).",
	"CII-DT-018": "{element} is only for additional documents, and is 50, 130 or 916 there.",
	"CII-DT-021": "{element} is only for supporting documents (type 916).",
	"CII-DT-022": "{element} is only for supporting documents (type 916).",
	"CII-DT-024": "{element} is only for the invoiced object (type 130).",
	"CII-DT-027": "{element} is only for preceding invoices (BG-3).",
	"CII-DT-033": "Quantities have a unit ({attribute}), but no line has {missing}.",
	"CII-DT-037": "{element} is not VAT: EN 16931 knows no other tax.",
	"CII-DT-041": "{element} stands outside the settlement of the document.",
	"CII-DT-052": "{element} stands outside the VAT breakdown.",
	"CII-DT-054": "{element} stands outside the settlement of the document.",
	"CII-DT-058": "{element} stands outside the settlement of the document.",
	"CII-DT-098": "{element} stands outside the VAT breakdown.",
	"CII-SR-046": "{element} needs a scheme (schemeID).",
	"CII-SR-090": "The country of origin needs one country code (BT-159).",
	"CII-SR-119": "A discount on the gross price needs its amount (BT-147), and an indicator that says false.",
	"CII-SR-449": "The place of delivery has both an ID and a GlobalID (BT-71): one of them is allowed.",
	"CII-SR-450": "The buyer has both an ID and a GlobalID (BT-46): one of them is allowed.",
	"CII-SR-451": "The payee has both an ID and a GlobalID (BT-60): one of them is allowed.",
	"CII-SR-462": "{element} is {value} here and {other} elsewhere: an invoice has one code for the VAT date (BT-8).",
	"CII-SR-465": "The seller's contact has both a person and a department (BT-41): one of them is allowed.",
	"CII-SR-466": "The buyer's contact has both a person and a department (BT-56): one of them is allowed.",
	"CII-SR-467": "{element} is {value} here and {other} elsewhere: an invoice has one way of payment (BT-81).",
	"CII-SR-468": "{element} is {value} here and {other} elsewhere: an invoice has one text on the way of payment (BT-82).",
	"CII-SR-470": "A credit transfer (30, 58) has no account: IBANID or ProprietaryID (BT-84).",
}
