//go:build !libxml2

package schema

import (
	"errors"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
)

func TestExternal(t *testing.T) {
	if _, err := External(t.TempDir(), names.Of("inv:Invoice"), nil); !errors.Is(err, ErrNoLibxml2) {
		t.Error(err)
	}
}
