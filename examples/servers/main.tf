# The servers you already have. Yours are perhaps resources of a hosting provider, or outputs of another state; what
# matters is that this module tells where they are. The addresses here are those of the lab.

locals {
  addresses = {
    node1 = "203.0.113.11"
    node2 = "203.0.113.12"
    node3 = "203.0.113.13"
  }
}

# One output for each server, so that a misspelt name is found by the compiler: `servers.node1AddressOutput`.
output "node1_address" {
  description = "Public IPv4 address of the first server, in the east"
  value       = local.addresses["node1"]
}

output "node2_address" {
  description = "Public IPv4 address of the second server, in the east"
  value       = local.addresses["node2"]
}

output "node3_address" {
  description = "Public IPv4 address of the third server, in the west"
  value       = local.addresses["node3"]
}

output "public_interface" {
  description = "Interface of each server that carries its public address"
  value       = "eth0"
}
