// Lab stand-in of hashicorp/random.
package main

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"cdktf-proxmox-wan/lab/providers/randombytes"
	"cdktf-proxmox-wan/lab/providers/standin"
)

func main() {
	standin.Serve(standin.Provider{Name: "random", ResourcesHere: []func() resource.Resource{randombytes.New}})
}
