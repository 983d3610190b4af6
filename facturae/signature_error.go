package facturae

// SignatureErrorCode classes why a document was not signed, or not verified. It is an
// error of its own, so that errors.Is(err, ErrNotSigned) asks for it.
type SignatureErrorCode string

// The codes of SignatureError.
const (
	ErrNotSigned   SignatureErrorCode = "not-signed"     // Verify: the document has no signature
	ErrSigned      SignatureErrorCode = "already-signed" // Sign: the policy allows one signature
	ErrIncomplete  SignatureErrorCode = "incomplete"     // Sign: FileHeader, Parties or Invoices is missing
	ErrIdentity    SignatureErrorCode = "identity"       // there is no key or no certificate
	ErrKeyMismatch SignatureErrorCode = "key-mismatch"   // the certificate is of another key
	ErrKeyType     SignatureErrorCode = "key-type"       // neither RSA nor ECDSA on P-256, P-384 or P-521
	ErrWeakKey     SignatureErrorCode = "weak-key"       // RSA of less than 2048 bits
	ErrKeyUsage    SignatureErrorCode = "key-usage"      // the certificate is not for signatures
	ErrExpired     SignatureErrorCode = "expired"        // the certificate is no longer valid at the time of signing
	ErrNotYetValid SignatureErrorCode = "not-yet-valid"  // or not yet
	ErrNoTime      SignatureErrorCode = "no-time"        // SignOptions.Time is not set, or cannot be written
	ErrRole        SignatureErrorCode = "role"           // a role that the policy does not have
	ErrHash        SignatureErrorCode = "hash"           // a hash for which there is no method
	ErrKeyFile     SignatureErrorCode = "key-file"       // keys or certificates that cannot be read
	ErrPassword    SignatureErrorCode = "password"       // the password is missing or wrong
	ErrSigning     SignatureErrorCode = "signing"        // the key refused to sign, or signed wrongly
)

func (c SignatureErrorCode) Error() string { return string(c) }

// SignatureError says why a document was not signed, not verified, or an identity not
// read.
type SignatureError struct {
	Code    SignatureErrorCode
	Message string // what is wrong and what to do
	Err     error  // behind it, or nil
}

func (e *SignatureError) Error() string { return e.Message }

// Unwrap is the code, and what is behind the error.
func (e *SignatureError) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Code}
	}
	return []error{e.Code, e.Err}
}
