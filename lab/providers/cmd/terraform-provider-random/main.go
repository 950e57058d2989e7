// Lab stand-in of hashicorp/random.
package main

import (
	"cdktf-proxmox-wan/lab/providers/randombytes"
	"cdktf-proxmox-wan/lab/providers/standin"
)

func main() {
	standin.Serve("random", randombytes.New)
}
