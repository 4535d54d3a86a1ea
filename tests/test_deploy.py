"""What an operator is given in ``deploy/`` holds together, as far as that shows without their machines."""

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp.test_utils import unused_port

from bot import __version__
from bot.cli import _parser  # pyright: ignore[reportPrivateUsage]
from bot.clock import SystemClock
from bot.jobs.monitoring import Monitoring
from bot.metrics import Metrics
from bot.serving.health import Health
from bot.serving.supervisor import STOP_SECONDS
from bot.serving.web import WebServer
from bot.settings import PREFIX, table
from bot.stores.sqlite import open_store
from tests.conftest import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
PAGES = sorted(DEPLOY.glob("*.md"))
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
IMAGE = f"essay-digest-bot:{__version__}"
# A command of the bot, and not its name as that of a user, a service or a secret.
COMMAND = re.compile(r"(?:^|sudo |exec bot |-- |--rm bot )(?:digestbot )(?P<arguments>[a-z][^`|<>;&#\n]*)")
IN_CONTAINER = re.compile(r"run --rm bot (?P<arguments>[a-z][^`|<>;&#\n]*)")
METRIC = re.compile(r"digestbot_\w+")
# Metrics that no panel shows: the version is for whoever asks Prometheus itself.
UNSEEN = {"digestbot_info"}
LINK = re.compile(r"\]\((?!https?:)(?P<file>[^)#]*)(?:#(?P<part>[^)]*))?\)")


def text(name: str) -> str:
    """A file of deploy/."""
    return (DEPLOY / name).read_text(encoding="utf-8")


def documents(path: Path) -> list[dict[str, Any]]:
    """What is described in a YAML file."""
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def described(kind: str) -> list[dict[str, Any]]:
    """The Kubernetes objects of a kind."""
    return [one for path in MANIFESTS for one in documents(path) if one["kind"] == kind]


def code(page: Path) -> list[str]:
    """What a page shows to be typed: its indented lines, and what is between backticks."""
    written = page.read_text(encoding="utf-8")
    lines = [line.strip() for line in written.splitlines() if line.startswith("    ")]
    return lines + re.findall(r"`([^`]+)`", written)


def commands(page: Path) -> list[list[str]]:
    """The arguments of each ``digestbot`` command that a page shows."""
    found = [
        match["arguments"]
        for line in code(page)
        for form in (COMMAND, IN_CONTAINER)
        if (match := form.search(line))
    ]
    return [shlex.split(one.replace("NUMBER", "1")) for one in found]


def headings(page: Path) -> set[str]:
    """The names under which links reach the parts of a page."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in found}


def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, in order."""
    whole = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text("Dockerfile"), flags=re.MULTILINE))
    return [
        (word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole.splitlines()) if word
    ]


def unit() -> ConfigParser:
    """The systemd unit; of a key that is there twice the last value."""
    found = ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read_string(text("digestbot.service"))
    return found


@pytest.fixture
async def monitoring(tmp_path: Path) -> AsyncIterator[Monitoring]:
    """The pages of a bot of which nothing is known yet."""
    store, clock = open_store(tmp_path / "digestbot.sqlite3"), SystemClock()
    yield Monitoring(Health(clock), Metrics(), store, store, clock, frozenset({"telegram"}))
    await store.close()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    """Every ``digestbot`` command that a page shows is one, with its options."""
    for arguments in commands(page):
        assert _parser().parse_args(arguments).job


def test_commands_are_found() -> None:
    """The commands of the pages are found by the test above."""
    assert {"doctor", "backup", "restore"} <= {one[0] for page in PAGES for one in commands(page)}


def test_settings_exist() -> None:
    """Every setting that deploy/ names is one."""
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    named = {
        name for path in files for name in re.findall(rf"{PREFIX}[A-Z_]+", path.read_text(encoding="utf-8"))
    }
    assert named <= {row.key for row in table()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file or a part of one leads there."""
    for match in LINK.finditer(page.read_text(encoding="utf-8")):
        target = (page.parent / match["file"]).resolve() if match["file"] else page
        assert target.exists(), match[0]
        assert not match["part"] or match["part"] in headings(target), match[0]


def test_pages_are_found() -> None:
    """The first page leads to every other."""
    linked = {match["file"] for match in LINK.finditer(text("README.md"))}
    assert {page.name for page in PAGES} - {"README.md"} <= linked


def test_versions() -> None:
    """Wherever the image has a version, it is that of the bot."""
    named = re.compile(r"essay-digest-bot:(\d[\w.]*)|newTag: (\S+)")
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    found = {
        "".join(versions) for path in files for versions in named.findall(path.read_text(encoding="utf-8"))
    }
    assert found == {__version__}


def test_image_is_pinned() -> None:
    """The base image has a version, and whatever comes from a registry is held to its hash."""
    assert ("ARG", "PYTHON_IMAGE=python:3.13-slim-bookworm") in steps()
    assert {rest.split()[0] for word, rest in steps() if word == "FROM"} == {"${PYTHON_IMAGE}"}
    calls = [call for word, rest in steps() if word == "RUN" for call in rest.split("&&") if "/pip " in call]
    assert calls
    for call in calls:
        assert "--no-deps" in call
        assert any(held in call for held in ("--require-hashes", "--no-index", "--no-build-isolation"))
        assert ("-r requirements/" in call) == ("--require-hashes" in call)


def test_image_gets_its_files() -> None:
    """What the image is made of is in the checkout, and is sent to the builder."""
    sent = {line[1:] for line in text("Dockerfile.dockerignore").splitlines() if line.startswith("!")}
    copied = {
        name
        for word, rest in steps()
        if word == "COPY" and not rest.startswith("--from")
        for name in rest.split()[:-1]
    }
    assert copied == sent
    assert all((CHECKOUT / name).exists() for name in copied)


def test_image_runs_as_nobody() -> None:
    """The container runs the bot, as a user who is not root."""
    assert ("USER", "10001:10001") in steps()
    entry, command = (yaml.safe_load(rest) for word, rest in steps() if word in {"ENTRYPOINT", "CMD"})
    assert entry == ["digestbot"]
    assert _parser().parse_args(command).job == "serve:run"


def container() -> dict[str, Any]:
    """The one that runs the bot in a cluster."""
    (served,) = described("StatefulSet")
    found: dict[str, Any] = served["spec"]["template"]["spec"]["containers"][0]
    return found


async def healthy(port: int) -> bool:
    """Whether the image's own check finds a bot that listens on this port to be well."""
    (check,) = (rest for word, rest in steps() if word == "HEALTHCHECK")
    _, *arguments = yaml.safe_load(check.partition("CMD ")[2])
    environ = os.environ | {"DIGESTBOT_LISTEN": f"127.0.0.1:{port}"}
    quiet = asyncio.subprocess.DEVNULL
    probe = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=environ, stderr=quiet)
    return await probe.wait() == 0


async def test_probe(monitoring: Monitoring) -> None:
    """A container is healthy while its bot says that it is alive, not before, after or otherwise."""
    port, pages = unused_port(), monitoring.pages
    web = WebServer(("127.0.0.1", port))
    assert not await healthy(port)
    async with web.listening():
        assert not await healthy(port)
        with web.showing(pages):
            assert await healthy(port)
    assert not await healthy(port)


def test_image_listens() -> None:
    """The image has the bot listen to itself alone."""
    (environ,) = (rest for word, rest in steps() if word == "ENV" and "DIGESTBOT_DATA" in rest)
    assert "DIGESTBOT_LISTEN=127.0.0.1:8080" in environ.split()


def test_probes(monitoring: Monitoring) -> None:
    """The cluster asks for pages that there are, where the bot listens, and stops it for one only."""
    bot = container()
    (port,) = bot["ports"]
    assert bot["env"] == [{"name": "DIGESTBOT_LISTEN", "value": f"0.0.0.0:{port['containerPort']}"}]
    asked = {kind: bot[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")}
    assert {one["port"] for one in asked.values()} == {port["name"]}
    assert {one["path"] for one in asked.values()} < set(monitoring.pages)
    assert asked["startup"]["path"] == asked["liveness"]["path"] == "/healthz"
    assert asked["readiness"]["path"] == "/readyz"


def metrics(expressions: Iterable[str]) -> set[str]:
    """The metrics that Prometheus is asked for."""
    return {name.removesuffix("_bucket") for one in expressions for name in METRIC.findall(one)}


def shown_metrics() -> set[str]:
    """Those on the dashboard."""
    panels = json.loads(text("monitoring/dashboard.json"))["panels"]
    return metrics(target["expr"] for panel in panels for target in panel["targets"])


def watched_metrics() -> set[str]:
    """Those that alert rules are about."""
    (rules,) = documents(DEPLOY / "monitoring" / "alerts.yaml")
    return metrics(rule["expr"] for group in rules["groups"] for rule in group["rules"])


async def test_metrics_exist(monitoring: Monitoring) -> None:
    """All metrics of the bot but those of a short list are on the dashboard, and all are explained."""
    told = (await monitoring.pages["/metrics"]()).text
    names = set(re.findall(r"# TYPE (\w+)", told))
    explained = re.findall(r"^\| `(\w+)(?:\{.*\})?` ", text("monitoring.md"), re.MULTILINE)
    assert shown_metrics() == names - UNSEEN
    assert watched_metrics() <= names
    assert {f"digestbot_{name}" for name in explained} == names


@pytest.mark.skipif(shutil.which("promtool") is None, reason="there is no promtool on this machine")
async def test_prometheus_reads_it(monitoring: Monitoring) -> None:
    """Prometheus' own tool reads the metrics and the rules, and these fire when they should alone."""
    told = str(CHECKOUT / "tests" / "alerts.yaml")
    subprocess.run(["promtool", "test", "rules", told], check=True, capture_output=True)  # noqa: S607, ASYNC221
    shown = (await monitoring.pages["/metrics"]()).text
    subprocess.run(  # noqa: ASYNC221
        ["promtool", "check", "metrics"],  # noqa: S607
        input=shown,
        text=True,
        check=True,
        capture_output=True,
    )


def test_compose() -> None:
    """The compose file runs the image with a root that cannot be written, no rights, and limits."""
    (project,) = documents(DEPLOY / "compose.yaml")
    (service,) = project["services"].values()
    assert service["image"] == IMAGE
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]


def test_stopped_in_good_order() -> None:
    """The bot has twice the five seconds that it takes to stop at most, before it is killed."""
    (project,) = documents(DEPLOY / "compose.yaml")
    (served,) = described("StatefulSet")
    pod = served["spec"]["template"]["spec"]
    assert STOP_SECONDS < 5
    assert unit()["Service"]["TimeoutStopSec"] == "10"
    assert project["services"]["bot"]["stop_grace_period"] == "10s"
    assert pod["terminationGracePeriodSeconds"] == 10


def test_memory() -> None:
    """The bot may take the same memory everywhere: what a machine of 512 MB can spare."""
    (project,) = documents(DEPLOY / "compose.yaml")
    assert unit()["Service"]["MemoryMax"] == "400M"
    assert project["services"]["bot"]["mem_limit"] == "400m"
    assert container()["resources"]["limits"]["memory"] == "400Mi"


def test_essays_of_a_cluster() -> None:
    """A folder that is copied to the volume, once or again, is where the bot is told to look.

    What is copied lands within a folder that is there already (kubernetes/kubernetes#96755).
    """
    page = text("cluster.md")
    (copied,) = re.findall(r"cp ~/(\w+) digestbot-0:(\S+)$", page, re.MULTILINE)
    (told,) = re.findall(r"DIGESTBOT_ESSAYS=([\w/]+)", page)
    (data,) = [mount["mountPath"] for mount in container()["volumeMounts"] if mount["name"] == "data"]
    assert copied == (told.removeprefix(f"{data}/"), data)


def test_kustomization() -> None:
    """Everything that is applied is there and in its namespace; nothing but the hands is left out."""
    (whole,) = described("Kustomization")
    assert {*whole["resources"], "kustomization.yaml", "hands.yaml"} == {path.name for path in MANIFESTS}
    (space,) = described("Namespace")
    assert space["metadata"]["name"] == whole["namespace"]
    assert space["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    (change,) = whole["images"]
    (hands,) = described("Pod")
    assert hands["spec"]["containers"][0]["image"] == f"{change['newName']}:{change['newTag']}"
    assert hands["metadata"]["namespace"] == whole["namespace"]


def test_pods_are_restricted() -> None:
    """There is one replica; its pod, and that of the hands, keep to what a restricted namespace admits."""
    (served,) = described("StatefulSet")
    (hands,) = described("Pod")
    assert served["spec"]["replicas"] == 1
    (claim,) = served["spec"]["volumeClaimTemplates"]
    claimed = f"{claim['metadata']['name']}-{served['metadata']['name']}-0"
    assert hands["spec"]["volumes"][0]["persistentVolumeClaim"]["claimName"] == claimed
    for pod in (served["spec"]["template"]["spec"], hands["spec"]):
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] == 10001
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]["limits"]) == {"cpu", "memory"}


def test_network() -> None:
    """Prometheus alone may speak to the bot, and it speaks to nobody's own network."""
    (policy,) = described("NetworkPolicy")
    assert policy["spec"]["policyTypes"] == ["Ingress", "Egress"]
    (ingress,) = policy["spec"]["ingress"]
    assert [one["port"] for one in ingress["ports"]] == [container()["ports"][0]["containerPort"]]
    assert [list(one) for one in ingress["from"]] == [["namespaceSelector"]]
    names, world = policy["spec"]["egress"]
    assert {one["port"] for one in names["ports"]} == {53}
    assert {one["port"] for one in world["ports"]} == {443}
    assert all(one["ipBlock"]["except"] for one in world["to"])


def test_unit() -> None:
    """The service and the operator's command run the same program, in the folder of the settings."""
    service = unit()["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert _parser().parse_args(arguments).job == "serve:run"
    wrapper = text("digestbot.sh")
    assert wrapper.startswith("#!/bin/sh\n")
    assert f"cd {service['WorkingDirectory']} && " in wrapper
    assert f"--user {service['User']} -- {program} " in wrapper
    assert f"--data /var/lib/{service['StateDirectory']}\n" in text("virtual-machine.md")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd on this machine")
def test_unit_is_hardened() -> None:
    """By systemd's own measure the service is exposed to 2.0 of 10 at most."""
    measure = ["systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=20"]
    found = subprocess.run(
        [*measure, str(DEPLOY / "digestbot.service")], check=False, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout[-200:]
