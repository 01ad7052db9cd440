#!/usr/bin/env bash
# Prepares an empty PGDATA and then becomes postgres, under the variables of the official image:
# POSTGRES_PASSWORD, POSTGRES_USER, POSTGRES_DB, POSTGRES_INITDB_ARGS (each also as *_FILE),
# POSTGRES_HOST_AUTH_METHOD, and the scripts of /docker-entrypoint-initdb.d.
set -Eeuo pipefail

# file_variable NAME [DEFAULT]: NAME from itself or from the file that NAME_FILE names, never both.
file_variable() {
    local name=$1 file_name=$1_FILE
    local file=${!file_name:-} value=${!name:-${2:-}}
    if [ -n "$file" ]; then
        if [ -n "${!name:-}" ]; then
            echo >&2 "error: both $name and $file_name are set"
            exit 1
        fi
        value=$(<"$file")
    fi
    export "$name=$value"
    unset "$file_name"
}

run_initial_scripts() {
    local script
    # shellcheck disable=SC1090 # the user's own scripts
    for script in /docker-entrypoint-initdb.d/*; do
        case $script in
            *.sh) if [ -x "$script" ]; then "$script"; else source "$script"; fi ;;
            *.sql) initial_sql <"$script" ;;
            *.sql.gz) gunzip -c "$script" | initial_sql ;;
            */\*) ;;
            *) echo "ignoring $script" ;;
        esac
    done
}

initial_sql() {
    PGHOST='' PGPASSWORD=$POSTGRES_PASSWORD psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password \
        --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"
}

initialise() {
    if [ -z "$POSTGRES_PASSWORD" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
        echo >&2 'error: the database is uninitialised and POSTGRES_PASSWORD is not set'
        exit 1
    fi
    # shellcheck disable=SC2086 # initdb's arguments, split on purpose as in the official image
    initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") $POSTGRES_INITDB_ARGS
    # The method in force is asked of postgres itself: it was chosen at initdb, or is its default.
    local method=${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption)}
    printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"

    # No TCP until the scripts have run: nobody must find a half-made database healthy.
    PGUSER=$POSTGRES_USER pg_ctl --pgdata "$PGDATA" --options "-c listen_addresses='' -p 5432" --wait start
    if [ "$POSTGRES_DB" != postgres ]; then
        initial_sql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
    fi
    run_initial_scripts
    PGUSER=$POSTGRES_USER pg_ctl --pgdata "$PGDATA" --mode fast --wait stop
    unset PGPASSWORD
}

main() {
    if [ "${1:0:1}" = - ]; then set -- postgres "$@"; fi
    if [ "$1" = postgres ]; then
        mkdir -p "$PGDATA" 2>/dev/null || true
        chmod 0700 "$PGDATA" 2>/dev/null || true
        mkdir -p /var/run/postgresql 2>/dev/null || true
        if [ "$(id -u)" = 0 ]; then
            chown -R postgres:postgres "$PGDATA" /var/run/postgresql
            exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
        fi
        file_variable POSTGRES_PASSWORD
        file_variable POSTGRES_USER postgres
        file_variable POSTGRES_DB "$POSTGRES_USER"
        file_variable POSTGRES_INITDB_ARGS
        if [ ! -s "$PGDATA/PG_VERSION" ]; then initialise; fi
        unset POSTGRES_PASSWORD
    fi
    exec "$@"
}

main "$@"
