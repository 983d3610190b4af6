package intake

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice"
)

// The members by which the forms are told apart: those that the other forms lack.
var (
	b2bNames  = []string{"invoice", "send_after_import", "ack", "invoice_lines_attributes"}
	sendNames = []string{"supplier", "senderParticipantId", "receiverParticipantId", "accessPointRef", "invoiceNumber", "currencyCode", "taxBreakdown",
		"vendor", "customerName", "extractionConfidence", "extracted"}
)

// modelNames are the members of the JSON form of the model.
var modelNames = sync.OnceValue(func() (names []string) {
	t := reflect.TypeFor[einvoice.Invoice]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
})

// Detect finds out which format a document is of: B2BrouterJSON, SendV2JSON or CSV; ""
// if it is of none of them, as XML and the JSON form of the model are. JSON goes by the
// members of its root object, CSV by the names in its first row. JSON that speaks two
// languages, or none that is known, is a *einvoice.JSONError.
func Detect(data []byte) (einvoice.Format, error) {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), " \t\r\n")
	switch {
	case len(head) == 0 || head[0] == '<' || head[0] == '[':
		return "", nil
	case head[0] != '{':
		if looksLikeCSV(data) {
			return einvoice.CSV, nil
		}
		return "", nil
	}
	format, err := detectJSON(rootNames(head))
	if err != nil && !json.Valid(head) {
		return "", nil // the first thing to say is that it is no JSON
	}
	return format, err
}

func detectJSON(names []string) (einvoice.Format, error) {
	first := func(of []string) string {
		for _, n := range names {
			if slices.Contains(of, n) {
				return n
			}
		}
		return ""
	}
	b2b, send := first(b2bNames), first(sendNames)
	model := ""
	for _, n := range names {
		if slices.Contains(modelNames(), n) && !slices.Contains(sendCommon, n) {
			model = n
			break
		}
	}
	routed := b2b == "invoice" && send != "" && strings.HasSuffix(send, "ParticipantId") // v2 with its invoice in an object
	switch {
	case b2b != "" && send == "": // what else stands there has gone astray
		return einvoice.B2BrouterJSON, nil
	case send != "" && model == "" && (b2b == "" || routed):
		return einvoice.SendV2JSON, nil
	case b2b != "" || send != "":
		return "", wrongForm("the document has " + listOf(b2b, send, model) + ", which belong to different forms: " + whatForms)
	case len(names) > 0 && !slices.ContainsFunc(names, isModelName):
		return "", wrongForm("none of the forms of an invoice in JSON: " + whatForms)
	}
	return "", nil
}

// sendCommon are members that v2 and the model have in common.
var sendCommon = []string{"issueDate", "dueDate", "buyerReference", "buyer", "lines", "allowances", "charges", "totals"}

const whatForms = `B2Brouter's has "invoice" with "invoice_lines_attributes", Send invoice (v2) has "supplier", "buyer", "lines" and "totals", einvoice's own has "number", "seller", "buyer" and "lines"`

func isModelName(name string) bool {
	return slices.ContainsFunc(modelNames(), func(m string) bool { return strings.EqualFold(m, name) })
}

func wrongForm(why string) error {
	return &einvoice.JSONError{Problems: []einvoice.JSONProblem{{Position: einvoice.Position{Line: 1, Column: 1}, Why: why}}}
}

func listOf(names ...string) string {
	names = slices.DeleteFunc(names, func(s string) bool { return s == "" })
	return strings.Join(names, " and ")
}

// rootNames are the names of the members of the root object, as far as the text is JSON.
// Names with escapes are none that any form has.
func rootNames(text []byte) (names []string) {
	depth, key := 0, false
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{', '[':
			depth++
			key = depth == 1
		case '}', ']':
			if depth--; depth == 0 {
				return names
			}
		case ',':
			key = depth == 1
		case ':':
			key = false
		case '"':
			start := i + 1
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
			if key && len(names) < 1000 && i <= len(text) {
				names = append(names, string(text[start:min(i, len(text))]))
			}
		}
	}
	return names
}
