"""JSON read strictly, and the system call profiles held inside the engine's default."""

import json

from judging import ROOT, short

ENGINE_DEFAULT = ROOT / "Tests" / "Data" / "moby-seccomp-default.json"
ALLOW = "SCMP_ACT_ALLOW"
# AF_ALG is a way into the kernel's crypto, AF_VSOCK one to the hypervisor.
REFUSED_FAMILIES = {38, 40}


def refuse_twice(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key stands twice among {keys}")
    return dict(pairs)


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def strict(text):
    return json.loads(text, object_pairs_hook=refuse_twice, parse_constant=refuse_constant)


def strict_json(outputs):
    for file in outputs.files("*.json"):
        try:
            strict(file.read_bytes().decode("utf-8", "strict"))
        except ValueError as error:
            yield short(file), [str(error)]
        else:
            yield short(file), []


def allowed(profile):
    """Rules that allow, as (name, arguments, conditions)."""
    for rule in profile["syscalls"]:
        if rule["action"] == ALLOW:
            for name in rule.get("names", [rule.get("name")]):
                yield name, rule.get("args") or [], (rule.get("includes") or {}, rule.get("excludes") or {})


def holds(condition, value):
    match condition["op"]:
        case "SCMP_CMP_EQ":
            return value == condition["value"]
        case "SCMP_CMP_NE":
            return value != condition["value"]
        case "SCMP_CMP_LT":
            return value < condition["value"]
        case "SCMP_CMP_LE":
            return value <= condition["value"]
        case "SCMP_CMP_GT":
            return value > condition["value"]
        case "SCMP_CMP_GE":
            return value >= condition["value"]
        case "SCMP_CMP_MASKED_EQ":
            return value & condition["value"] == condition.get("valueTwo", 0)
    raise ValueError(condition["op"])


def applies_unprivileged(conditions):
    """Whether the engine's rule is there for a container without capabilities on amd64 and a current kernel."""
    includes, excludes = conditions
    if includes.get("caps"):
        return False
    if includes.get("arches") and not {"amd64", "x32"} & set(includes["arches"]):
        return False
    return not (excludes.get("arches") and {"amd64"} & set(excludes["arches"]))


def normal(arguments):
    return sorted((a["index"], a["op"], a["value"], a.get("valueTwo", 0)) for a in arguments)


def seccomp(outputs):
    default = strict(ENGINE_DEFAULT.read_text())
    open_names = {}
    for name, arguments, conditions in allowed(default):
        if applies_unprivileged(conditions):
            open_names.setdefault(name, []).append(arguments)
    for file in outputs.files("seccomp.json"):
        yield short(file), list(complaints_about(strict(file.read_text()), open_names))


def complaints_about(profile, open_names):
    if profile["defaultAction"] != "SCMP_ACT_ERRNO":
        yield f"defaultAction is {profile['defaultAction']}"
    allows = list(allowed(profile))
    for rule in profile["syscalls"]:
        if rule["action"] not in (ALLOW, "SCMP_ACT_ERRNO"):
            yield f"action {rule['action']}"
    for name, arguments, conditions in allows:
        default = open_names.get(name)
        if default is None:
            yield f"{name} is outside the engine's default"
        elif not (any(conditions)) and not inside(arguments, default):
            yield f"{name} is allowed beyond the engine's default: {arguments}"
        if name.startswith("io_uring"):
            yield f"{name} is allowed"
        if name == "socket":
            for family in REFUSED_FAMILIES:
                if all(holds(a, family) for a in arguments if a["index"] == 0):
                    yield f"socket takes family {family}"
    names = {name for name, _, _ in allows}
    if not any(rule["action"] == "SCMP_ACT_ERRNO" and "clone3" in rule["names"] and rule.get("errnoRet") == 38 for rule in profile["syscalls"]):
        yield "clone3 does not answer ENOSYS"
    if names >= set(open_names):
        yield "is no smaller than the engine's default"


def inside(arguments, default):
    """Whether a rule's arguments are no wider than one of the engine's rules for the call."""
    for other in default:
        if not other or normal(other) == normal(arguments):
            return True
        exact = {a["index"]: a["value"] for a in arguments if a["op"] == "SCMP_CMP_EQ"}
        if all(a["index"] in exact and holds(a, exact[a["index"]]) for a in other):
            return True
    return False
