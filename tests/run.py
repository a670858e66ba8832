"""``make test``: starts the services that the tests talk to where they are not running, then runs every test."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.services import browser_path, postgres_answers

CHROMIUM_PACKAGES = ["chromium", "fonts-noto-cjk"]


def main() -> None:
    """Ends as pytest, so that its closing line is the last one."""
    in_ci = os.environ.get("CI", "").lower() == "true"
    missing = [name for name, ensure in ENSURE.items() if not ensure(in_ci)]
    for name in missing:
        print(f"{name} is not to be had: the tests that need it are skipped (README: Tests)", flush=True)
    if missing and in_ci:
        sys.exit("In CI nothing is skipped.")
    sys.stdout.flush()
    pytest = [sys.executable, "-m", "pytest", "--cov", "--cov-report=term:skip-covered", "--cov-fail-under=90"]
    os.execv(sys.executable, [*pytest, *sys.argv[1:]])


def _ensure_postgres(may_start: bool) -> bool:
    if not postgres_answers() and may_start:
        if shutil.which("pg_ctlcluster") is None:
            _apt_install("postgresql")
        for version in sorted(Path("/etc/postgresql").glob("*"), reverse=True)[:1]:
            start = ["pg_ctlcluster", "--skip-systemctl-redirect", version.name, "main", "start"]
            subprocess.run(start, check=False)
    return _soon(postgres_answers)


def _ensure_browser(may_install: bool) -> bool:
    if browser_path() is None and may_install:
        _apt_install(*CHROMIUM_PACKAGES)
    return browser_path() is not None


def _apt_install(*packages: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False, stdout=subprocess.DEVNULL)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(install, env=environment, check=False, stdout=subprocess.DEVNULL)


def _soon(answers: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not (found := answers()) and time.monotonic() < until:
        time.sleep(0.3)
    return found


ENSURE: dict[str, Callable[[bool], bool]] = {"PostgreSQL": _ensure_postgres, "A browser": _ensure_browser}

if __name__ == "__main__":
    main()
