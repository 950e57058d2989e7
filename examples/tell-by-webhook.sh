#!/bin/sh
# The alertCommand of a watch: posts its standard input. The address is in a file that is root's alone, and on no command line.
set -eu
lines=$(cat)
url=$(cat /etc/tell-url)
printf 'url = "%s"\n' "$url" | curl --fail --silent --show-error --config - --data-raw "$lines"
