#!/bin/sh
# Reads the key from the standard input and puts it into the Secret. The key is never an argument of a program: printf
# is a part of the shell.
set -eu
value=$(base64 | tr -d '\n')
[ -n "$value" ]
printf '{"data":{"key":"%s"}}' "$value" |
    kubectl patch secret publicsquare --type=merge --patch-file=/dev/stdin
