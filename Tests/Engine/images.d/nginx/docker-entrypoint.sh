#!/bin/sh
# Runs the scripts of /docker-entrypoint.d before nginx starts, as the official image does.
set -e
case $1 in
    nginx | nginx-debug)
        for script in /docker-entrypoint.d/*.sh; do
            if [ -x "$script" ]; then "$script"; fi
        done
        ;;
esac
exec "$@"
