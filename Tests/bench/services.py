"""The same services twice: a stack file, and a compose file that says as much of it as compose can."""

TIERS = ("web", "api", "db")


def stack(count):
    """`count` services in groups of nginx → python → postgres, one network per connection."""
    lines = ["version: 1", "name: bench", "policy: strict", "network: { pool: 10.64.0.0/10 }", "services:"]
    for number in range(count):
        group, kind = divmod(number, 3)
        name = f"{TIERS[kind]}{group}"
        if kind == 0:
            lines += [
                f"  {name}:", "    tier: frontend", "    runtime: nginx", "    source: ./web", f"    publish: {10_000 + group}",
                f"    routes: {{ /: {{ files: html }}, /api/: {{ to: api{group}, rate_limit: 20r/s }} }}" if number + 1 < count else "    routes: { /: { files: html } }",
            ]
        elif kind == 1:
            lines += [
                f"  {name}:", "    tier: api", "    runtime: python", "    source: ./api", "    command: [python, app.py]", "    env: { DB_HOST: db, DB_NAME: notes }",
                "    health: { http: /healthz }", "    secrets: { DB_PASSWORD_FILE: db-password }",
            ]
            if number + 1 < count:
                lines.append(f"    connects: [db{group}]")
        else:
            lines += [
                f"  {name}:", "    tier: db", "    runtime: postgres", "    env: { POSTGRES_DB: notes }", "    secrets: { POSTGRES_PASSWORD_FILE: db-password }",
                f"    volumes: {{ data{group}: /var/lib/postgresql/data }}",
            ]
    if count > 1:
        lines += ["secrets:", "  db-password: { file: ./secrets/db-password }"]
    return "\n".join(lines) + "\n"


COMMON = """    restart: on-failure:5
    read_only: true
    cap_drop: [ALL]
    security_opt: [no-new-privileges, "seccomp=./{name}/seccomp.json", apparmor=securegen-bench-{name}]
    mem_limit: 512m
    memswap_limit: 512m
    cpus: 1
    pids_limit: 256
    ulimits: {{ nofile: {{ soft: 16384, hard: 16384 }} }}
    tmpfs: ["/tmp:noexec,nosuid,nodev,size=67108864,mode=700"]
    healthcheck: {{ test: [CMD, "true"], interval: 10s, timeout: 5s, retries: 3, start_period: 10s }}
    logging: {{ driver: json-file, options: {{ max-size: 10m, max-file: "3" }} }}
"""
USERS = ("10101:10101", "10103:10103", "10111:10111")


def compose(count):
    services, networks, volumes = ["services:"], ["networks:"], ["volumes:"]
    networks.append("  edge: { driver_opts: { com.docker.network.bridge.enable_ip_masquerade: 'false' } }")
    for number in range(count):
        group, kind = divmod(number, 3)
        name = f"{TIERS[kind]}{group}"
        services += [f"  {name}:", f"    build: {{ context: ./{TIERS[kind]} }}", f"    image: bench-{name}:0.1.0", f"    user: '{USERS[kind]}'"]
        services.append(COMMON.format(name=name).rstrip())
        attached = []
        if kind == 0:
            services.append(f"    ports: ['127.0.0.1:{10_000 + group}:8080']")
            attached.append("edge")
        if kind < 2 and number + 1 < count:
            peer = f"{TIERS[kind + 1]}{group}"
            networks.append(f"  {name}--{peer}: {{ internal: true }}")
            attached.append(f"{name}--{peer}")
            services.append(f"    depends_on: [{peer}]")
        if kind > 0:
            attached.append(f"{TIERS[kind - 1]}{group}--{name}")
            services.append("    secrets: [db-password]")
            services.append("    environment: { DB_NAME: notes, PASSWORD_FILE: /run/secrets/db-password }")
        if kind == 2:
            volumes.append(f"  data{group}: {{}}")
            services.append(f"    volumes: ['data{group}:/var/lib/postgresql/data']")
        services.append(f"    networks: [{', '.join(attached)}]")
    parts = services + networks + (volumes if len(volumes) > 1 else [])
    if count > 1:
        parts += ["secrets:", "  db-password: { file: ./secrets/db-password }"]
    return "\n".join(parts) + "\n"
