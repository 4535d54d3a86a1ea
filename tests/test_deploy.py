"""What an operator is given in ``deploy/`` holds together, as far as that shows without their machines."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import __version__
from bot.cli import _parser  # pyright: ignore[reportPrivateUsage]
from bot.locking import sole_server
from bot.settings import PREFIX, table
from tests.conftest import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
PAGES = sorted(DEPLOY.glob("*.md"))
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
IMAGE = f"essay-digest-bot:{__version__}"
# A command of the bot, and not its name as that of a user, a service or a secret.
COMMAND = re.compile(r"(?:^|sudo |exec bot |-- |--rm bot )(?:digestbot )(?P<arguments>[a-z][^`|<>;&#\n]*)")
IN_CONTAINER = re.compile(r"run --rm bot (?P<arguments>[a-z][^`|<>;&#\n]*)")
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


def probes() -> list[str]:
    """The shell commands that tell whether the bot serves."""
    (check,) = (rest for word, rest in steps() if word == "HEALTHCHECK")
    (served,) = described("StatefulSet")
    started = served["spec"]["template"]["spec"]["containers"][0]["startupProbe"]["exec"]["command"]
    return [yaml.safe_load(check.partition("CMD ")[2])[-1], started[-1]]


@pytest.mark.skipif(shutil.which("flock") is None, reason="there is no flock on this machine")
@pytest.mark.parametrize("probe", probes())
def test_probe(probe: str, tmp_path: Path) -> None:
    """A container is healthy while its bot holds the data folder, not before, after or without."""

    def healthy(folder: Path) -> bool:
        here = probe.replace("/data/", f"{folder}/")
        return subprocess.run(["sh", "-c", here], check=False, stderr=subprocess.DEVNULL).returncode == 0  # noqa: S607

    assert not healthy(tmp_path)
    with sole_server(tmp_path):
        assert healthy(tmp_path)
    assert not healthy(tmp_path)
    assert not healthy(tmp_path / "missing")


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
    """Nobody may speak to the bot, and it speaks to nobody's own network."""
    (policy,) = described("NetworkPolicy")
    assert policy["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert policy["spec"]["ingress"] == []
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
    assert f"DIGESTBOT_DATA=/var/lib/{service['StateDirectory']}'" in text("virtual-machine.md")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd on this machine")
def test_unit_is_hardened() -> None:
    """By systemd's own measure the service is exposed to 2.0 of 10 at most."""
    measure = ["systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=20"]
    found = subprocess.run(
        [*measure, str(DEPLOY / "digestbot.service")], check=False, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout[-200:]
