package localfile

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// parsePermission reads three or four octal digits. Set-uid and sticky bits are refused, as by the real resource.
func parsePermission(text string) (os.FileMode, error) {
	mode, err := strconv.ParseUint(text, 8, 32)
	if err != nil || len(text) < 3 || len(text) > 4 || mode > 0o777 {
		return 0, fmt.Errorf("bad mode permission %q: three or four octal digits up to 0777 are allowed", text)
	}
	return os.FileMode(mode), nil
}

type permissionValidator struct{}

func (permissionValidator) Description(context.Context) string {
	return "three or four octal digits up to 0777"
}

func (v permissionValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (permissionValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := parsePermission(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid File Permission String Value", err.Error())
	}
}
