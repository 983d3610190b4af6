package validate

import (
	"github.com/einvoice-go/einvoice"
)

// Rules of XRechnung on payment: credit transfer (BG-17), card (BG-18) and direct debit (BG-19) each have their codes of
// payment means, and no two of them go together.
func xrechnungPayment() []Rule {
	return []Rule{
		{ID: "BR-DE-19", Severity: Warning, Terms: t("BT-84"),
			Text: "The account {account} (BT-84) of the SEPA credit transfer (BT-81: 58) is no IBAN: its form or its check digits are wrong.",
			UBL:  iban("cbc:PaymentMeansCode", "58", "cac:PayeeFinancialAccount/cbc:ID"),
			CII:  iban("ram:TypeCode", "58", "ram:PayeePartyCreditorFinancialAccount/ram:IBANID"),
			Break: func(inv *einvoice.Invoice) {
				inv.PaymentInstructions[0].CreditTransfers[0].Account = "DE75512108001245126198"
			}},
		{ID: "BR-DE-20", Severity: Warning, Terms: t("BT-91"),
			Text: "The debited account {account} (BT-91) of the SEPA direct debit (BT-81: 59) is no IBAN: its form or its check digits are wrong.",
			UBL:  iban("cbc:PaymentMeansCode", "59", "cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"),
			CII:  iban("ram:TypeCode", "59", "ram:PayerPartyDebtorFinancialAccount/ram:IBANID"),
			Break: func(inv *einvoice.Invoice) {
				directDebit(inv, "59").DebitedAccount = "SE3550000000054910000004"
			}},
		{ID: "BR-DE-23-a", Severity: Fatal, Terms: t("BG-17", "BT-81"),
			Text: "There is no account for the credit transfer (BG-17; BT-81: {BT-81}).",
			UBL:  byMeans(byTransfer, has("cac:PayeeFinancialAccount")),
			CII:  byCIIMeans(byTransfer, has("ram:PayeePartyCreditorFinancialAccount")),
			Break: func(inv *einvoice.Invoice) {
				inv.PaymentInstructions[0].MeansCode, inv.PaymentInstructions[0].CreditTransfers = "30", nil
			}},
		{ID: "BR-DE-23-b", Severity: Fatal, Terms: t("BG-18", "BG-19", "BT-81"),
			Text:  "With the credit transfer (BT-81: {BT-81}) there is a payment card (BG-18) or a direct debit (BG-19) too.",
			UBL:   byMeans(byTransfer, lacks("cac:CardAccount|cac:PaymentMandate")),
			CII:   byCIIMeans(byTransfer, and(lacks("ram:ApplicableTradeSettlementFinancialCard"), not(isDebited))),
			Break: func(inv *einvoice.Invoice) { inv.PaymentInstructions[0].Card = aCard() }},
		{ID: "BR-DE-24-a", Severity: Fatal, Terms: t("BG-18", "BT-81"),
			Text: "The payment is by card (BT-81: {BT-81}), and nothing is said of the card (BG-18).",
			UBL:  byMeans(byCard, has("cac:CardAccount")),
			CII:  byCIIMeans(byCard, has("ram:ApplicableTradeSettlementFinancialCard")),
			Break: func(inv *einvoice.Invoice) {
				inv.PaymentInstructions[0].MeansCode, inv.PaymentInstructions[0].CreditTransfers = "48", nil
			}},
		{ID: "BR-DE-24-b", Severity: Fatal, Terms: t("BG-17", "BG-19", "BT-81"),
			Text: "With the payment by card (BT-81: {BT-81}) there is a credit transfer (BG-17) or a direct debit (BG-19) too.",
			UBL:  byMeans(byCard, lacks("cac:PayeeFinancialAccount|cac:PaymentMandate")),
			CII:  byCIIMeans(byCard, and(lacks("ram:PayeePartyCreditorFinancialAccount"), not(isDebited))),
			Break: func(inv *einvoice.Invoice) {
				inv.PaymentInstructions[0].MeansCode, inv.PaymentInstructions[0].Card = "54", aCard()
			}},
		{ID: "BR-DE-25-a", Severity: Fatal, Terms: t("BG-19", "BT-81"),
			Text: "The payment is by direct debit (BT-81: 59), and nothing is said of it (BG-19).",
			UBL:  byMeans(byDebit, has("cac:PaymentMandate")),
			CII:  byCIIMeans(byDebit, isDebited),
			Break: func(inv *einvoice.Invoice) {
				inv.PaymentInstructions[0].MeansCode, inv.PaymentInstructions[0].CreditTransfers = "59", nil
			}, Also: t("BR-DE-20", "PEPPOL-EN16931-R061")},
		{ID: "BR-DE-25-b", Severity: Fatal, Terms: t("BG-17", "BG-18", "BT-81"),
			Text: "With the direct debit (BT-81: 59) there is a credit transfer (BG-17) or a payment card (BG-18) too.",
			UBL:  byMeans(byDebit, lacks("cac:PayeeFinancialAccount|cac:CardAccount")),
			CII: byCIIMeans(byDebit, lacks("ram:PayeePartyCreditorFinancialAccount|ram:PayeeSpecifiedCreditorFinancialInstitution|"+
				"ram:PayerSpecifiedDebtorFinancialInstitution|ram:ApplicableTradeSettlementFinancialCard")),
			Break: func(inv *einvoice.Invoice) {
				directDebit(inv, "59")
				inv.PaymentInstructions[0].Card = aCard()
			}},
		{ID: "BR-DE-30", Severity: Fatal, Terms: t("BT-90", "BG-19"),
			Text: "The direct debit (BG-19: mandate {BT-89}, debited account {BT-91}) does not come with the creditor identifier {BT-90} (BT-90): it needs both parts.",
			UBL:  when("/*", has("cac:PaymentMeans/cac:PaymentMandate"), hasCreditorID),
			CII: at("/*", func(_ *Check, n Node) bool {
				mandate, creditor, account := ciiMandate.Exists(n), ciiCreditor.Exists(n), ciiDebited.Exists(n)
				return creditor == (mandate || account)
			}),
			Break: func(inv *einvoice.Invoice) {
				directDebit(inv, "59")
				inv.Seller.BankAssignedCreditorIdentifier = ""
			}},
		{ID: "BR-DE-31", Severity: Fatal, Terms: t("BT-91", "BG-19"),
			Text: "The direct debit (BG-19: mandate {BT-89}, creditor {BT-90}) does not come with the debited account {BT-91} (BT-91): it needs both parts.",
			UBL:  when("/*", has("cac:PaymentMeans/cac:PaymentMandate"), has("cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID")),
			CII: at("/*", func(_ *Check, n Node) bool {
				mandate, creditor, account := ciiMandate.Exists(n), ciiCreditor.Exists(n), ciiDebited.Exists(n)
				return account == (mandate || creditor)
			}),
			Break: func(inv *einvoice.Invoice) { directDebit(inv, "49").DebitedAccount = "" }},
	}
}

// directDebit makes the payment a direct debit.
func directDebit(inv *einvoice.Invoice, code string) *einvoice.DirectDebit {
	d := &einvoice.DirectDebit{MandateReference: "M-55", DebitedAccount: "SE3550000000054910000003"}
	inv.PaymentInstructions = []einvoice.PaymentInstructions{{MeansCode: code, Remittance: inv.Number, DirectDebit: d}}
	inv.Seller.BankAssignedCreditorIdentifier = "DE98ZZZ09999999999"
	return d
}

func aCard() *einvoice.PaymentCard {
	return &einvoice.PaymentCard{AccountNumber: "1234", Holder: "N. Bygg"}
}

var (
	byTransfer = meansIn("transfer-payment-means@xrechnung-3.0.2")
	byCard     = meansIn("card-payment-means@xrechnung-3.0.2")
	byDebit    = meansNorm("59")

	ciiMandate  = path(ciiSettlement + "/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID")
	ciiCreditor = path(ciiSettlement + "/ram:CreditorReferenceID")
	ciiDebited  = path(ciiSettlement + "/ram:SpecifiedTradeSettlementPaymentMeans/ram:PayerPartyDebtorFinancialAccount/ram:IBANID")
	payerIBAN   = path("ram:PayerPartyDebtorFinancialAccount/ram:IBANID")
)

// isDebited: something is said of a direct debit, be it with the payment means at hand or for all of them.
func isDebited(c *Check, n Node) bool {
	return payerIBAN.Exists(n) || ciiMandate.Exists(c.head) || ciiCreditor.Exists(c.head)
}

const xrMeans = xrSettlement + "/ram:SpecifiedTradeSettlementPaymentMeans"

// byMeans and byCIIMeans test the payment means of some codes.
func byMeans(of, ok condition) Test    { return when("/*/cac:PaymentMeans", of, ok) }
func byCIIMeans(of, ok condition) Test { return when(xrMeans, of, ok) }

// iban demands that payment means with a code have an IBAN.
func iban(codeName, code, account string) Test {
	of, p := name(codeName), path(account)
	return each("/*/cac:PaymentMeans|"+xrMeans, func(c *Check, n Node) {
		if n.Child(of).Norm() != code {
			return
		}
		if s := p.First(n).Text(); !isIBAN(s) {
			c.Arg("account", shown(s)).failAt(p, n)
		}
	})
}
