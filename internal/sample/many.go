package sample

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/einvoice-go/einvoice"
)

// trader is a party of invoices that are made in numbers. Nobody is so called.
type trader struct {
	name, vat, line1, postCode, city, country, account string
}

var traders = []trader{
	{"Schreinerei Auerhahn GmbH", "DE999999911", "Fichtenweg 3", "04999", "Leipzig", "DE", "DE85999999990001234567"},
	{"Sally Gap Books Ltd", "IE9999999WI", "2 Military Road", "A98 X9X9", "Laragh", "IE", "IE86XMPL99000112345678"},
	{"Musikhaus Sonnwendviertel GmbH", "ATU99999901", "Gudrunstraße 999/2", "1100", "Wien", "AT", "AT939999900001234567"},
	{"Żółw i Gęś Narzędzia sp. z o.o.", "PL9999999911", "ul. Śniadeckich 0/15", "00-999", "Warszawa", "PL", "PL38999900010000000012345678"},
	{"Chocolaterie du Beffroi SRL", "BE0777777771", "Grand-Place 0", "7999", "Tournai", "BE", "BE65999000012396"},
}

// goods are what is sold: name, unit and VAT rate.
var goods = []struct{ name, unit, rate string }{
	{"Assembly, by the hour", "HUR", "19"}, {"Shelf board, oiled oak", "H87", "19"}, {"Screws & plugs, set", "SET", "19"},
	{"Cable, 3 × 1.5 mm²", "MTR", "21"}, {"Maintenance, by the month", "MON", "21"}, {"Coffee, roasted", "KGM", "7"},
	{"Picture book »Der Fuchs im Weinberg«", "H87", "7"}, {"Delivery", "C62", "19"},
}

// Many is the nth of any number of small invoices for runs over many: valid by EN 16931,
// each with a number of its own, other parties, lines and sums, and the same for the
// same seed. Each fifth is a credit note.
func Many(seed, nth uint64) *einvoice.Invoice {
	r := rand.New(rand.NewPCG(seed, nth))
	seller, buyer := traders[r.IntN(len(traders))], traders[r.IntN(len(traders))]
	issued := day(2026, 1, 1).AddDays(r.IntN(300))
	number := fmt.Sprintf("%d-%07d", seed, nth)
	inv := &einvoice.Invoice{
		Number: number, IssueDate: issued, DueDate: issued.AddDays(14 + r.IntN(30)), TypeCode: "380", Currency: "EUR", BuyerReference: fmt.Sprintf("B-%d", r.IntN(10_000)),
		Process: process("", core),
		Seller: einvoice.Party{Name: seller.name, VATIdentifier: seller.vat, Address: address(seller.line1, seller.postCode, seller.city, seller.country),
			Contact: &einvoice.Contact{Point: "Accounts", Email: "accounts@seller.example"}},
		Buyer:               einvoice.Party{Name: buyer.name + " (branch)", Address: address(buyer.line1, buyer.postCode, buyer.city, buyer.country)},
		PaymentInstructions: transfer("58", number, seller.account, seller.name, ""),
	}
	if nth%5 == 4 {
		inv.TypeCode = "381"
		inv.PrecedingInvoices = []einvoice.PrecedingInvoice{{Reference: fmt.Sprintf("%d-%07d", seed, nth-1)}}
	}
	for i := range 1 + r.IntN(6) {
		g := goods[r.IntN(len(goods))]
		price := einvoice.NewDecimal(int64(100+r.IntN(50_000)), 2)
		inv.Lines = append(inv.Lines, line(strconv.Itoa(i+1), strconv.Itoa(1+r.IntN(40)), g.unit, price.String(), vat("S", g.rate), g.name))
	}
	if r.IntN(3) == 0 {
		inv.Notes = []einvoice.Note{{Text: "Thank you for your order of " + issued.AddDays(-7).String() + "."}}
	}
	if _, err := inv.Calculate(); err != nil {
		panic("sample: " + number + ": " + err.Error()) // the tables above are wrong
	}
	return inv
}
