// Lab stand-in of hashicorp/local.
package main

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"cdktf-proxmox-wan/lab/providers/localfile"
	"cdktf-proxmox-wan/lab/providers/standin"
)

func main() {
	standin.Serve(standin.Provider{Name: "local", ResourcesHere: []func() resource.Resource{localfile.New}})
}
