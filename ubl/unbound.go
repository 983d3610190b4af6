package ubl

import "github.com/einvoice-go/einvoice"

func (o BuildOptions) unbound(inv *einvoice.Invoice) []einvoice.Loss { return nil }
