// Lab stand-in of hashicorp/external.
package main

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"cdktf-proxmox-wan/lab/providers/external"
	"cdktf-proxmox-wan/lab/providers/standin"
)

func main() {
	standin.Serve(standin.Provider{Name: "external", DataSourcesHere: []func() datasource.DataSource{external.New}})
}
