# What a ping has besides its payload.
# shellcheck shell=bash

# ping_headers ADDRESS: bytes of the headers of IPv4 or IPv6, and ICMP.
ping_headers() { case $1 in *:*) echo 48 ;; *) echo 28 ;; esac; }
