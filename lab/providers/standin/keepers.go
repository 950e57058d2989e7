package standin

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// ReplaceOnChange replaces the resource when a value of the map changes. A null value counts as an absent one:
// the real providers took this over from the time when their state could not hold null values, and a framework
// modifier of the plain kind would replace resources that the real ones leave alone.
func ReplaceOnChange() planmodifier.Map {
	const description = "a changed value replaces the resource"
	return mapplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.MapRequest, resp *mapplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = !sameValues(req.StateValue.Elements(), req.PlanValue.Elements()) || req.PlanValue.IsUnknown()
		},
		description, description,
	)
}

func sameValues(a, b map[string]attr.Value) bool {
	return covers(a, b) && covers(b, a)
}

func covers(all, some map[string]attr.Value) bool {
	for key, value := range some {
		other, found := all[key]
		if value.IsNull() && (!found || other.IsNull()) {
			continue
		}
		if !found || !value.Equal(other) {
			return false
		}
	}
	return true
}
