// Package standin is what the lab stand-ins share.
//
// Where the provider registry is out of reach, the lab still has to run real deploys. The real providers cannot be
// built from the Go module proxy, so these hold just the one resource or data source of each that the library uses, with the
// schema and the behaviour of the real ones. They are for the lab only and never published.
package standin

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Provider has a name, what the library uses of it, and no configuration, as the real ones need none.
type Provider struct {
	Name            string
	ResourcesHere   []func() resource.Resource
	DataSourcesHere []func() datasource.DataSource
}

// Serve speaks the plugin protocol until the engine ends it.
func Serve(p Provider) {
	name := p.Name
	create := func() provider.Provider { return &p }
	// The address only matters to debuggers: the engine knows a provider by its place in the mirror.
	options := providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/" + name}
	if err := providerserver.Serve(context.Background(), create, options); err != nil {
		fmt.Fprintf(os.Stderr, "lab stand-in of hashicorp/%s: cannot serve: %s\n", name, err)
		os.Exit(1)
	}
}

// Metadata gives resources the prefix of their type name.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = p.Name
}

// Schema is empty.
func (p *Provider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

// Configure has nothing to do.
func (p *Provider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

// DataSources are those that the library uses.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return p.DataSourcesHere
}

// Resources are those that the library uses.
func (p *Provider) Resources(context.Context) []func() resource.Resource { return p.ResourcesHere }
