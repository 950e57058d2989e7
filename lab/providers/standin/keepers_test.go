package standin

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestSameValues(t *testing.T) {
	type values = map[string]attr.Value
	one, two, null, unknown := types.StringValue("1"), types.StringValue("2"), types.StringNull(), types.StringUnknown()
	for name, c := range map[string]struct {
		before, after values
		same          bool
	}{
		"nothing":               {nil, nil, true},
		"equal":                 {values{"a": one}, values{"a": one}, true},
		"changed":               {values{"a": one}, values{"a": two}, false},
		"added":                 {values{"a": one}, values{"a": one, "b": two}, false},
		"removed":               {values{"a": one, "b": two}, values{"a": one}, false},
		"first":                 {nil, values{"a": one}, false},
		"null added":            {values{"a": one}, values{"a": one, "b": null}, true},
		"null instead of value": {values{"a": one}, values{"a": null}, false},
		"known after apply":     {values{"a": one}, values{"a": unknown}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sameValues(c.before, c.after); got != c.same {
				t.Errorf("sameValues(%v, %v) = %v", c.before, c.after, got)
			}
		})
	}
}
