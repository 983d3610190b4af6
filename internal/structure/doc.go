// Package structure holds documents against tables that say which elements may stand
// where, how often, and with which attributes and codes.
//
// Tables are text, one line an element. A Table is compiled into a Machine, for one of
// the profiles that it is for, and a Walk takes a document through it.
//
// # Tables
//
//	%ids UBL-                    how the ids of the rules begin; zeros at the end are filled up
//	%title Factur-X              whose rules they are, for messages
//	%profiles MINIMUM BASICWL    the profiles that the table is for; none: it has one column
//	%letters MW                  their letters
//	%lists facturx-1.09.2        the version of code lists that are named without one
//	%severity warning            of rules that are not marked with !
//	%contexts first              see below
//
//	cac:Delivery |
//	/inv:Invoice
//	 cac:InvoicePeriod/cbc:StartTime -#CR-012
//	 cbc:ID[!@schemeID=X] ?#SR-01! -@listID#CR-002
//
// Lines further in speak of what is inside the line above. A line begins with a path:
// element names with slashes, alternatives with |. A name may begin with *: ram:*ID.
// A step may have conditions in square brackets; all must hold:
//
//	[ram:TypeCode]              there is such an element (or attribute: @format)
//	[ram:TypeCode=130|916]      one of these has one of these values
//	[ram:TypeCode~=130]         without the white space around it
//	[cbc:ID^=VAT]               in capitals
//	[@currencyID=$../../ram:X]  the value of something else; != is: another value than that
//	[<cac:Price]                the element is a cac:Price, or is inside one
//	[!...]                      the contrary
//
// Then follow facts, each with the ids of its rule for the profiles that it speaks of,
// one for all or one for each, and with ! if the rule is not of the table's severity:
//
//	1 ? 2 + -        exactly once, at most once or twice, at least once, not at all; one
//	                 sign a profile, . for those that say nothing
//	-@x  @x          the attribute is not allowed; it must be there
//	in:list @x:list  the value is in a code list
//	is:date is:cents the value has this form
//	same same~       the value is the same wherever the element stands; ~: but for white space
//	needs:path       there must also be, somewhere, what the path says
//	WB:-@x           profiles before a colon: only these say it
//
// A context is an element that facts are about. An element belongs to the first context
// in the table that it fits, and to no other. Lines without indentation are contexts;
// the lines below count within one, from there. With "%contexts every" each line is a
// context of its own, and its signs count it within the context of the line above. What
// stands below "//" is looked for in the whole document, whatever the contexts are.
package structure
