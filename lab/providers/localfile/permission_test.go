package localfile

import (
	"os"
	"testing"
)

func TestParsePermission(t *testing.T) {
	for text, want := range map[string]os.FileMode{"644": 0o644, "0600": 0o600, "0777": 0o777, "000": 0} {
		if got, err := parsePermission(text); err != nil || got != want {
			t.Errorf("parsePermission(%q) = %o, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "44", "00644", "0888", "1777", "-644", "+644", "rw-"} {
		if got, err := parsePermission(text); err == nil {
			t.Errorf("parsePermission(%q) = %o, and no error", text, got)
		}
	}
}
