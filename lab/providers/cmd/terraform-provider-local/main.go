// Lab stand-in of hashicorp/local.
package main

import (
	"cdktf-proxmox-wan/lab/providers/localfile"
	"cdktf-proxmox-wan/lab/providers/standin"
)

func main() {
	standin.Serve("local", localfile.New)
}
