// Package randombytes is random_bytes: bytes that are made once and then live in the state.
package randombytes

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"cdktf-proxmox-wan/lab/providers/standin"
)

type randomBytes struct{}

type model struct {
	Length  types.Int64  `tfsdk:"length"`
	Keepers types.Map    `tfsdk:"keepers"`
	Base64  types.String `tfsdk:"base64"`
	Hex     types.String `tfsdk:"hex"`
}

// New is random_bytes.
func New() resource.Resource { return randomBytes{} }

func (randomBytes) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bytes"
}

// Schema has no id, as the real one has none.
func (randomBytes) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	secret := schema.StringAttribute{
		Computed:      true,
		Sensitive:     true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"length": schema.Int64Attribute{
				Required:      true,
				PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplace()},
				Validators:    []validator.Int64{int64validator.AtLeast(1)},
			},
			"keepers": schema.MapAttribute{
				ElementType:   types.StringType,
				Optional:      true,
				PlanModifiers: []planmodifier.Map{standin.ReplaceOnChange()},
			},
			"base64": secret,
			"hex":    secret,
		},
	}
}

func (randomBytes) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m model
	if resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	bytes := make([]byte, m.Length.ValueInt64())
	if _, err := rand.Read(bytes); err != nil {
		resp.Diagnostics.AddError("the system gives no random bytes", err.Error())
		return
	}
	m.Base64 = types.StringValue(base64.StdEncoding.EncodeToString(bytes))
	m.Hex = types.StringValue(hex.EncodeToString(bytes))
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// Read finds what the state says: the bytes are nowhere else.
func (randomBytes) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update is reached only by keepers that differ in null values.
func (randomBytes) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m model
	if resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (randomBytes) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
