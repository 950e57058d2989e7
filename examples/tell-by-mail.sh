#!/bin/sh
# The alertCommand of a watch: mails its standard input to root. Needs a program "mail" (bsd-mailx) and a mail server that sends.
exec mail -s "cluster, seen by $(hostname)" root
