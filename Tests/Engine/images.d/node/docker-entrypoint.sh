#!/bin/sh
# Options and scripts go to node; a command runs as it is.
set -e
case $1 in
    -*) set -- node "$@" ;;
    *) if [ -z "$(command -v "$1")" ] || { [ -f "$1" ] && ! [ -x "$1" ]; }; then set -- node "$@"; fi ;;
esac
exec "$@"
