// Package schema holds the published XML schemas as tables of facts, and one streaming
// validator for all of them: UBL 2.1 Invoice and CreditNote, CII D16B, and Facturae
// 3.2, 3.2.1 and 3.2.2, with XML Signature and XAdES where those have them.
//
// The validator is driven by the events of a walk through a document:
//
//	v := schema.For(name).NewValidator(func(f schema.Fault) { ... })
//	v.Open(name, element) // every start tag
//	v.Close(text, offset) // every end tag
//	v.Stray(text, offset) // text beside elements
//
// It keeps what the elements that are open need, and nothing of those that are closed
// but the values of type xs:ID. Names are those of internal/names, whose Schema the
// reader of the document has to use. As XML Schema has it, an element in a wildcard is
// held against its declaration wherever there is one.
//
// # The tables
//
// They are written by the generator in folder generate from the published schemas.
// A line is a list of words; "#" begins a comment. A word in quotes is quoted as in Go.
//
//	use TABLE                     what that table has belongs here too
//	namespace PREFIX URI          what a prefix stands for in names of types and elements
//	root NAME                     a document may begin with this element
//	element NAME[=TYPE] ...       global elements; the type is NAME + "Type" if none is given
//	local NAME=TYPE ...           the types of other elements, unless a content model says otherwise
//	simple NAME BASE FACETS       a simple type
//	text NAME[<BASE] TYPE ATTRS   text of a simple type, with attributes
//	content NAME[<BASE] MODEL ATTRS   child elements and no text
//	mixed NAME[<BASE] MODEL ATTRS     child elements and text
//	like BASE NAME ...            types that differ from their base in nothing but the name
//
// FACETS are length=N, minLength=N, maxLength=N, pattern=EXPRESSION, and last "enum"
// with all values in order. A content MODEL is a sequence of
//
//	cbc:ID  cbc:Note*  cac:Party=cac:PartyType?   elements, each with type and occurrence
//	( A B )+   ( A | B )?                         groups and choices
//	any:other/lax*                                wildcards: namespace any or other, lax or strict
//
// where "?" is none or one, "*" any number, "+" one or more. ATTRS are
//
//	@currencyID=xs:token   @listID?=xs:token fixed 6   @any/strict
//
// required, optional, with the only value allowed, and any that is declared (none is).
// BASE is the type that a type is derived from, for xsi:type; a "/" in the name of a
// type marks one that the schema gives no name.
package schema
