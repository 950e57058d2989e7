// Package external is data.external: what a program prints as one JSON object of strings.
package external

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type external struct{}

type model struct {
	ID         types.String `tfsdk:"id"`
	Program    []string     `tfsdk:"program"`
	Query      types.Map    `tfsdk:"query"`
	Result     types.Map    `tfsdk:"result"`
	WorkingDir types.String `tfsdk:"working_dir"`
}

// New is data.external.
func New() datasource.DataSource { return external{} }

func (external) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName
}

func (external) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id":          schema.StringAttribute{Computed: true},
			"program":     schema.ListAttribute{ElementType: types.StringType, Required: true},
			"query":       schema.MapAttribute{ElementType: types.StringType, Optional: true},
			"result":      schema.MapAttribute{ElementType: types.StringType, Computed: true},
			"working_dir": schema.StringAttribute{Optional: true},
		},
	}
}

// Read gives the program its query as JSON, and drops empty words of the command, as the real one does.
func (external) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	query := map[string]string{}
	if resp.Diagnostics.Append(m.Query.ElementsAs(ctx, &query, false)...); resp.Diagnostics.HasError() {
		return
	}
	result, err := ask(ctx, m.Program, query, m.WorkingDir.ValueString())
	if err != nil {
		resp.Diagnostics.AddError("External Program Execution Failed", err.Error())
		return
	}
	values, diagnostics := types.MapValueFrom(ctx, types.StringType, result)
	if resp.Diagnostics.Append(diagnostics...); resp.Diagnostics.HasError() {
		return
	}
	m.ID, m.Result = types.StringValue("-"), values
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func ask(ctx context.Context, program []string, query map[string]string, directory string) (map[string]string, error) {
	input, err := json.Marshal(query)
	if err != nil {
		return nil, err
	}
	words := []string{}
	for _, word := range program {
		if word != "" {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return nil, failure{"there is no program to run"}
	}
	var said bytes.Buffer
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.Dir, command.Stdin, command.Stderr = directory, bytes.NewReader(input), &said
	output, err := command.Output()
	if err != nil {
		return nil, failure{strings.TrimSpace(said.String()) + " (" + err.Error() + ")"}
	}
	result := map[string]string{}
	return result, json.Unmarshal(output, &result)
}

type failure struct{ text string }

func (f failure) Error() string { return f.text }
