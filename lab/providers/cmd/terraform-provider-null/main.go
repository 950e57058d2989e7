// Lab stand-in of hashicorp/null.
package main

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"cdktf-proxmox-wan/lab/providers/nullresource"
	"cdktf-proxmox-wan/lab/providers/standin"
)

func main() {
	standin.Serve(standin.Provider{Name: "null", ResourcesHere: []func() resource.Resource{nullresource.New}})
}
