package einvoice

// Line is BG-25, one invoiced position.
type Line struct {
	ID                       string     `json:"id,omitempty"`                       // BT-126
	ParentID                 string     `json:"parentId,omitempty"`                 // BT-X-304: BT-126 of the line that this one details; UBL nests SubLines instead
	StatusCode               string     `json:"statusCode,omitempty"`               // BT-X-7
	StatusReasonCode         string     `json:"statusReasonCode,omitempty"`         // BT-X-8: DETAIL, GROUP, INFORMATION
	Note                     string     `json:"note,omitempty"`                     // BT-127
	Object                   Identifier `json:"object,omitzero"`                    // BT-128: scheme UNTDID 1153
	Quantity                 Quantity   `json:"quantity,omitzero"`                  // BT-129, BT-130
	PackageQuantity          Quantity   `json:"packageQuantity,omitzero"`           // BT-X-47
	NetAmount                Decimal    `json:"netAmount,omitzero"`                 // BT-131
	PurchaseOrderReference   string     `json:"purchaseOrderReference,omitempty"`   // BT-X-21: order, where it differs from BT-13
	PurchaseOrderLine        string     `json:"purchaseOrderLine,omitempty"`        // BT-132
	BuyerAccountingReference string     `json:"buyerAccountingReference,omitempty"` // BT-133

	Period     Period            `json:"period,omitzero"`      // BG-26
	Allowances []AllowanceCharge `json:"allowances,omitempty"` // BG-27
	Charges    []AllowanceCharge `json:"charges,omitempty"`    // BG-28

	Price           Price       `json:"price,omitzero"`            // BG-29
	VATCategory     VATCategory `json:"vatCategory,omitzero"`      // BG-30: BT-151, BT-152
	ExemptionReason string      `json:"exemptionReason,omitempty"` // BT-X-96
	Item            Item        `json:"item,omitzero"`             // BG-31
	SubLines        []Line      `json:"subLines,omitempty"`        // BG-DEX-01 (XRechnung Extension)
}

// Price is BG-29.
type Price struct {
	Net                Decimal  `json:"net,omitzero"`                // BT-146: for BaseQuantity units, without VAT
	Discount           Decimal  `json:"discount,omitzero"`           // BT-147: Gross - Net
	Gross              Decimal  `json:"gross,omitzero"`              // BT-148
	BaseQuantity       Quantity `json:"baseQuantity,omitzero"`       // BT-149, BT-150; absent: 1
	DiscountPercentage Decimal  `json:"discountPercentage,omitzero"` // BT-X-34
	DiscountBase       Decimal  `json:"discountBase,omitzero"`       // BT-X-35
	DiscountReason     string   `json:"discountReason,omitempty"`    // BT-X-36
}

// Item is BG-31.
type Item struct {
	Name             string           `json:"name,omitempty"`             // BT-153
	Description      string           `json:"description,omitempty"`      // BT-154
	SellerIdentifier string           `json:"sellerIdentifier,omitempty"` // BT-155
	BuyerIdentifier  string           `json:"buyerIdentifier,omitempty"`  // BT-156
	Standard         Identifier       `json:"standard,omitzero"`          // BT-157: scheme ISO 6523 ICD, 0160 for GTIN
	Classifications  []Classification `json:"classifications,omitempty"`  // BT-158
	OriginCountry    string           `json:"originCountry,omitempty"`    // BT-159
	Attributes       []ItemAttribute  `json:"attributes,omitempty"`       // BG-32
	IncludedItems    []IncludedItem   `json:"includedItems,omitempty"`    // BG-X-1
}

// Classification is BT-158, the class of an item in a scheme of UNTDID 7143.
type Classification struct {
	Code          string `json:"code,omitempty"`
	Scheme        string `json:"scheme,omitempty"`        // BT-158-1
	SchemeVersion string `json:"schemeVersion,omitempty"` // BT-158-2
}

// ItemAttribute is BG-32, a property such as colour.
type ItemAttribute struct {
	Name  string `json:"name,omitempty"`  // BT-160
	Value string `json:"value,omitempty"` // BT-161
}

// IncludedItem is a part that an item consists of (Factur-X EXTENDED).
type IncludedItem struct {
	Name             string     `json:"name,omitempty"`
	SellerIdentifier string     `json:"sellerIdentifier,omitempty"`
	Standard         Identifier `json:"standard,omitzero"`
	Quantity         Quantity   `json:"quantity,omitzero"`
}
