"""``make check``: format, lint, types, the architecture's arrows, the front end's own checks; changes nothing."""

import subprocess
import sys
from pathlib import Path

from server.bootstrap import FRONTEND, npm_command

PACKAGES = ["bot", "channels", "common", "knowledge_base", "retrieval", "server"]
SOURCES = [*PACKAGES, "bench", "migrations", "tests"]

CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", *SOURCES],
    "lint": ["ruff", "check", *SOURCES],
    "types": ["mypy"],
    "architecture": ["lint-imports"],
}


def main() -> int:
    tools = Path(sys.executable).parent
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}: {' '.join(command)}", flush=True)
        if subprocess.run([tools / command[0], *command[1:]], check=False).returncode != 0:
            failed.append(name)
    npm, env = npm_command()
    for script in ("check", "test"):
        print(f"== front end: npm run {script}", flush=True)
        if subprocess.run([*npm, "run", script], cwd=FRONTEND, env=env, check=False).returncode != 0:
            failed.append(f"front end {script}")
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
