"""A stack's life by its own scripts: build, run, repeat, verify, recover, stop; and what it leaves behind."""
import json
import os
import time
import urllib.error
import urllib.request

from .engine import command, docker, inspect, wait_until

# Declared connections of the projects in Specs/, client to server.
CONNECTIONS = {"three-tier": {("web", "api"), ("api", "db")}, "secure-nginx": set(), "secure-node": set()}
# What baseline's shared networks leave open besides, as the build summary and verify.sh say.
OPEN_BY_TIER = {"three-tier": {("api", "web"), ("db", "api")}}
LISTENING = {"three-tier-web": 8080, "three-tier-api": 8000, "three-tier-db": 5432, "secure-nginx-web": 8080, "secure-node-app": 3000}


def build(stack, results):
    status, out = stack.script("build.sh", timeout=600)
    return results.check("%s: build.sh builds every image" % stack.title, out[-1500:] if status else None)


def run(stack, results):
    status, out = stack.script("run.sh", timeout=200)
    return results.check("%s: run.sh starts every service, healthy" % stack.title, out[-1500:] if status else None)


def run_again(stack, results):
    before = stack.containers()
    status, out = stack.script("run.sh", timeout=200)
    changed = [name for name, number in stack.containers().items() if before[name] != number]
    results.check("%s: a second run.sh changes nothing" % stack.title, out[-800:] if status else ", ".join(changed))


def verify(stack, results, outside, engine_is_ours):
    status, out = stack.script("verify.sh", "--format", "json", "--outside", outside, timeout=300)
    try:
        report = json.loads(out[out.index("{"):])
    except ValueError:
        results.check("%s: verify.sh prints JSON" % stack.title, out[-800:])
        return
    failed = [item for item in report["results"] if item["result"] == "FAIL"]
    if not engine_is_ours:
        failed = [item for item in failed if item["control"] != "SG-501"]
    elif report["failed"] == 0 and status:
        failed.append({"service": stack.name, "control": "exit status", "detail": str(status)})
    # Only what this kernel or the engine's interface cannot show may go unverified.
    unseen = {item["control"] for item in report["results"] if item["result"] == "not verifiable"} - {"SG-210", "SG-501"}
    problem = "\n".join("%(service)s %(control)s %(detail)s" % item for item in failed) or (unseen and "not verified: %s" % sorted(unseen))
    results.check("%s: verify.sh" % stack.title, problem, "%(passed)d passed, %(notVerifiable)d not verifiable, %(openByPolicy)d open by policy" % report)


def reach(stacks, found, results):
    """The live matrix against what the stack files declare; across stacks nothing may be open."""
    for stack in stacks:
        if stack.name not in CONNECTIONS:
            continue
        wanted = set(CONNECTIONS[stack.name])
        if stack.policy == "baseline":
            wanted |= OPEN_BY_TIER.get(stack.name, set())
        prefix = stack.name + "-"
        opened = {(client[len(prefix):], server[len(prefix):]) for (client, server, _), answer in found.items()
                  if answer and client.startswith(prefix) and server.startswith(prefix)}
        problem = "open: %s, wanted: %s" % (sorted(opened), sorted(wanted)) if opened != wanted else None
        results.check("%s: who reaches whom is what is declared" % stack.title, problem, "%d pairs open" % len(opened))
    for one in stacks:
        crossing = [key[:2] for key, answer in found.items()
                    if answer and (key[0].startswith(one.name + "-")) != (key[1].startswith(one.name + "-"))]
        if len(stacks) > 1:
            results.check("%s: no way to or from another stack" % one.title, crossing)


def request(port, path="/", body=None, timeout=10):
    """(status, body) of one request to a published port."""
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request("http://127.0.0.1:%d%s" % (port, path), data, {"Content-Type": "application/json"} if data else {})
    try:
        with urllib.request.urlopen(asked, timeout=timeout) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(errors="replace")
    except OSError as error:
        return 0, str(error)


def served(stack, results):
    for port in stack.ports:
        status, body = request(port)
        results.check("%s: serves its page on %d" % (stack.title, port), None if status == 200 and body else "%s %s" % (status, body[:200]))


def notes(stack, results):
    """Rows go in through all three tiers and outlive a killed and a restarted database."""
    port, text = stack.ports[0], "kept %d" % time.time_ns()
    status, body = request(port, "/api/items", {"author": "suite", "text": text})
    if not results.check("%s: a row written through all tiers is acknowledged" % stack.title, None if status == 201 else "%s %s" % (status, body)):
        return
    database = stack.service("db")
    for what, action in (("killed with -9", lambda: os.kill(database.pid, 9)),
                         ("restarted", lambda: docker("restart", database.container, timeout=120))):
        began = inspect(database.container)["State"]["StartedAt"]
        action()

        def back():
            state = inspect(database.container)["State"]
            return state["StartedAt"] != began and state["Health"]["Status"] == "healthy" and text in request(port, "/api/items")[1]
        problem = None if wait_until(back, 120) else request(port, "/api/items")[1][:300]
        results.check("%s: the row is there after the db was %s" % (stack.title, what), problem)


def stop(stack, results, volumes):
    """Every service ends by itself inside its time: an exit status of 137 is a kill."""
    since = str(int(time.time()) - 1)
    status, out = stack.script("stop.sh", *(["--volumes"] if volumes else []), timeout=200)
    events = docker("events", "--since", since, "--until", str(int(time.time()) + 1), "--filter", "event=die", "--format", "{{json .Actor.Attributes}}")
    ends = {}
    for line in events.splitlines():
        attributes = json.loads(line)
        ends[attributes["name"]] = attributes["exitCode"]
    killed = ["%s ended with %s" % (name, code) for name, code in sorted(ends.items()) if code == "137" and name.startswith(stack.name + "-")]
    missing = [item.container for item in stack.services if item.container not in ends]
    results.check("%s: stop.sh, and each service ends by itself" % stack.title, out[-600:] if status else ", ".join(killed) or (missing and "no end seen of %s" % missing))
    left = stack.remains()
    if not volumes:
        left = [item for item in left if not (item.startswith("volume ") and not item.endswith("--secrets"))]
    chain = stack.chain()
    rules = command("iptables-save")[1]
    if chain and chain in rules:
        left.append("packet chain " + chain)
    results.check("%s: nothing left after stop.sh%s" % (stack.title, " --volumes" if volumes else " but data volumes"), ", ".join(left))


def exercise(stack, shell_script):
    """Load, looks inside, health checks and restarts: what must not meet the filter."""
    for port in stack.ports:
        for number in range(40):
            request(port, "/api/items" if stack.name == "three-tier" and number % 2 else "/")
        request(port, "/missing")
    if stack.name == "three-tier":
        request(stack.ports[0], "/api/items", {"author": "suite", "text": "recorded"})
        request(stack.ports[0], "/api/status")
    for service in stack.services:
        for shell in ("sh", "bash"):
            command("sh", "-c", 'docker exec -i "$0" "$1" -s <"$2"', service.container, shell, shell_script, timeout=60)
        docker("restart", service.container, timeout=120)
    wait_until(lambda: all(inspect(item.container)["State"]["Health"]["Status"] == "healthy" for item in stack.services), 90)
