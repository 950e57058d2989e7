// Lab stand-in of hashicorp/null.
package main

import (
	"cdktf-proxmox-wan/lab/providers/nullresource"
	"cdktf-proxmox-wan/lab/providers/standin"
)

func main() {
	standin.Serve("null", nullresource.New)
}
