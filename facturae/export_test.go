package facturae

// Negate is negate, for tests.
var Negate = negate
