package localfile

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type model struct {
	Filename            types.String `tfsdk:"filename"`
	Content             types.String `tfsdk:"content"`
	ContentBase64       types.String `tfsdk:"content_base64"`
	SensitiveContent    types.String `tfsdk:"sensitive_content"`
	Source              types.String `tfsdk:"source"`
	FilePermission      types.String `tfsdk:"file_permission"`
	DirectoryPermission types.String `tfsdk:"directory_permission"`
	ID                  types.String `tfsdk:"id"`
	ContentMD5          types.String `tfsdk:"content_md5"`
	ContentSHA1         types.String `tfsdk:"content_sha1"`
	ContentSHA256       types.String `tfsdk:"content_sha256"`
	ContentBase64SHA256 types.String `tfsdk:"content_base64sha256"`
	ContentSHA512       types.String `tfsdk:"content_sha512"`
	ContentBase64SHA512 types.String `tfsdk:"content_base64sha512"`
}

// Every argument replaces the file: the real resource knows no change in place either.
var replace = []planmodifier.String{stringplanmodifier.RequiresReplace()}

func (localFile) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	content := schema.StringAttribute{
		Optional:      true,
		PlanModifiers: replace,
		Validators: []validator.String{stringvalidator.ExactlyOneOf(
			path.MatchRoot("content"),
			path.MatchRoot("content_base64"),
			path.MatchRoot("sensitive_content"),
			path.MatchRoot("source"),
		)},
	}
	sensitive := content
	sensitive.Sensitive = true
	sensitive.DeprecationMessage = "Use the `local_sensitive_file` resource instead"
	permission := schema.StringAttribute{
		Optional:      true,
		Computed:      true,
		Default:       stringdefault.StaticString("0777"),
		PlanModifiers: replace,
		Validators:    []validator.String{permissionValidator{}},
	}
	computed := schema.StringAttribute{Computed: true}

	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"filename":             schema.StringAttribute{Required: true, PlanModifiers: replace},
			"content":              content,
			"content_base64":       content,
			"sensitive_content":    sensitive,
			"source":               content,
			"file_permission":      permission,
			"directory_permission": permission,
			"id":                   computed,
			"content_md5":          computed,
			"content_sha1":         computed,
			"content_sha256":       computed,
			"content_base64sha256": computed,
			"content_sha512":       computed,
			"content_base64sha512": computed,
		},
	}
}
