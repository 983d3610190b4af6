package validate

// The assignment of an invoice to a factor, as version 3.2.2 documents it: lists of words that its schema leaves open.
func facturaeFactoring() []Rule {
	return []Rule{
		{ID: "FE-701", Severity: Warning,
			Text:          "The character of an assignment's document is {value}, which is not documented.",
			Help:          "There are \"acuerdo de cesión\", \"poder acreditativo de representación\" and \"otros\".",
			Facturae:      at("FactoringAssignmentDocument/DocumentCharacter", isOneOf("acuerdo de cesión", powerOfAttorney, "otros")),
			BreakFacturae: "from factoring\nset //DocumentCharacter = contrato"},
		{ID: "FE-702", Severity: Warning,
			Text:          "The document that empowers to assign does not say whom it is for.",
			Help:          "Give RepresentationIdentity.",
			Facturae:      when("FactoringAssignmentDocument", func(_ *Check, n Node) bool { return isOneOf(powerOfAttorney)(nil, documentCharacter.First(n)) }, filled("RepresentationIdentity")),
			BreakFacturae: "from factoring\ndrop //RepresentationIdentity"},
		{ID: "FE-703", Severity: Warning,
			Text:          "The type of an assignment's document is {value}, which is not documented.",
			Help:          "There are \"escritura pública\" and \"documento privado\".",
			Facturae:      at("FactoringAssignmentDocument/DocumentType", isOneOf("escritura pública", "documento privado")),
			BreakFacturae: "from factoring\nset //DocumentType = contrato"},
		{ID: "FE-704", Severity: Warning,
			Text:          "The repository of an assignment's document is {value}, which is not documented.",
			Help:          "There are CGN, ROLECE, REA and \"otros\".",
			Facturae:      at("Repository/RepositoryName", isOneOf("CGN", "ROLECE", "REA", "otros")),
			BreakFacturae: "from factoring\nset //RepositoryName = archivo"},
		{ID: "FE-705", Severity: Warning,
			Text:          "The repository of an assignment's document is none of the known ones, and has no URL.",
			Facturae:      when("FactoringAssignmentDocument/Repository", func(_ *Check, n Node) bool { return isOneOf("otros")(nil, repositoryName.First(n)) }, filled("URL")),
			BreakFacturae: "from factoring\ndrop //Repository/URL"},
		{ID: "FE-706", Severity: Warning,
			Text:          "The clauses of the assignment are empty.",
			Facturae:      at("FactoringAssignmentClauses", func(_ *Check, n Node) bool { return n.Norm() != "" }),
			BreakFacturae: "from factoring\nset //FactoringAssignmentClauses ="},
	}
}

const powerOfAttorney = "poder acreditativo de representación"

var (
	documentCharacter = path("DocumentCharacter")
	repositoryName    = path("RepositoryName")
)
