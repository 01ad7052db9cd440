"""nginx -t by the real nginx, and both living gixys, on every nginx configuration.

Paths are absolute in the configuration, so each is laid where it belongs inside a mount namespace of its own: the installed nginx's
/etc/nginx with the generated files over it, as in the image, and an /etc/hosts that knows the peers."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from judging import TOOLS, Crashed, run, short, tool

# Runs in new mount and network namespaces: $1 the prepared tree, the rest a command.
LAYOUT = """
set -eu
tree=$1
shift
mount --make-rprivate /
mount --bind "$tree/etc-nginx" /etc/nginx
mount --bind "$tree/hosts" /etc/hosts
mount -t tmpfs tmpfs /tmp
ip link set lo up 2>/dev/null || true
exec "$@"
"""


def services(outputs):
    return [path.parent for path in outputs.files("nginx.conf")]


def inside(service, command, expect):
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        tree = Path(folder)
        lay_out(service, tree)
        return run(["unshare", "--mount", "--net", "sh", "-c", LAYOUT, "sh", tree, *command], expect=expect)


def lay_out(service, tree):
    etc = tree / "etc-nginx"
    shutil.copytree("/etc/nginx", etc, symlinks=True)
    for path in service.rglob("*"):
        if path.is_file() and path.suffix in (".conf", ".types"):
            target = etc / path.relative_to(service)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    # The peers run.sh would name by --add-host.
    peers = [path.name for path in service.parent.iterdir() if path.is_dir()]
    (tree / "hosts").write_text("127.0.0.1 localhost\n" + "".join(f"127.0.0.2 {peer}\n" for peer in sorted(peers)))


def nginx_test(outputs):
    for service in services(outputs):
        result = inside(service, [tool("nginx"), "-t", "-c", "/etc/nginx/nginx.conf"], range(256))
        complaints = []
        lines = [line for line in result.stderr.splitlines() if "syntax is ok" not in line and "test is successful" not in line]
        if result.returncode != 0 or any("[warn]" in line or "[emerg]" in line for line in lines):
            complaints = lines or [f"exit {result.returncode}"]
        yield short(service), complaints


def gixy(program):
    def judge(outputs):
        if not Path(program).exists():
            raise Crashed(f"{program} is not installed")
        for service in services(outputs):
            result = inside(service, [program, "--format", "json", "/etc/nginx/nginx.conf"], (0, 1))
            findings = json.loads(result.stdout)
            if not isinstance(findings, list):
                raise Crashed(f"{program}: {result.stdout[:300]}")
            # gixy reports a file it can't read as a message, not by its exit code.
            if "ERROR" in result.stderr or "Failed to parse" in result.stderr:
                raise Crashed(result.stderr[-1000:])
            yield short(service), [f"{f.get('plugin')} {f.get('severity')}: {f.get('summary')} {f.get('config', '')[:200]}" for f in findings]

    return judge


gixy_next = gixy(TOOLS / "venv" / "bin" / "gixy-next")
gixy_ng = gixy(TOOLS / "gixy-ng" / "bin" / "gixy")
