"""``python -m bench retrieval``: our search by size, beside bm25s alone, FAISS alone and txtai, in the same run."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.synthetic import write_task
from server.configuration import load_settings
from server.places import ROOT, Places

SIZES = (10_000, 100_000, 1_000_000)
WORKERS = 4
QUERIES = 400

Figures = dict[str, Any]
console = Console(width=150)


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench retrieval", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="how many questions")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    given = parser.parse_args(argv)
    figures: dict[str, Figures] = {}
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="shuida-bench-") as folder:
            write_task(Places.of(load_settings()).seed, size, QUERIES, Path(folder))
            figures[str(size)] = measured = _measure(size, folder)
        console.print(_table(size, measured))
        console.print(_words(measured), highlight=False)
        if given.json is not None:
            given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _measure(size: int, folder: str) -> Figures:
    """Each in a process of its own, one after the other, so that none is disturbed or weighs for another."""
    found: Figures = {}
    for name in ("build", "load", "bm25s", "faiss", "txtai"):
        console.print(f"[dim]{size:,}: {name} …[/]")
        with _started(name, folder) as process:
            found[name] = _result(process)
    console.print(f"[dim]{size:,}: {WORKERS} workers …[/]")
    workers = [_started("share", folder) for _ in range(WORKERS)]
    for worker in workers:
        _line(worker)
    found["workers"] = [_result(worker) for worker in workers]
    return found


def _started(name: str, folder: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bench.searches", name, folder]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line(worker: "subprocess.Popen[str]") -> None:
    """Wait until it has loaded and asked."""
    if worker.stdout is None or worker.stdout.readline().strip() != "ready":
        raise RuntimeError(f"A worker ended with {worker.wait()}.")


def _result(process: "subprocess.Popen[str]") -> Figures:
    output, _ = process.communicate("go on\n")
    if process.returncode:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}; what it said stands above.")
    found: Figures = json.loads(output.splitlines()[-1])
    return found


def _table(size: int, found: Figures) -> Table:
    columns = {"ours": {**found["build"], **found["load"]}, "bm25s": found["bm25s"], "FAISS flat": found["faiss"]}
    columns["txtai hybrid"] = found["txtai"]
    table = Table("", *columns, title=f"{size:,} questions")
    for label, key, digits in (
        ("p50, one at a time, ms", "p50", 2),
        ("p99", "p99", 2),
        ("p50, 8 callers, ms", "p50_loaded", 2),
        ("p99", "p99_loaded", 2),
        ("answers a second, 8 callers", "per_second_loaded", 0),
        ("build, s", "build_s", 2),
        ("load, s", "load_s", 3),
        ("memory with its libraries, MB", "memory_mb", 0),
        ("misspelt question finds its group first", "first", 3),
    ):
        values = (column.get(key) for column in columns.values())
        table.add_row(label, *("—" if value is None else f"{value:.{digits}f}" for value in values))
    return table


def _words(found: Figures) -> str:
    build, faiss, workers = found["build"], found["faiss"], found["workers"]
    said = [
        f"ours: from publish to findable {build['publish_s']:.2f} s, built in memory {build['memory_mb']:.0f} MB",
        f"vector lane chosen at this size: built in {faiss['lane_build_s']:.2f} s, recall at 10 {faiss['recall']:.3f}",
        f"{WORKERS} workers side by side, pages mapped: each holds {workers[0]['memory_mb']:.0f} MB of its own,"
        f" {sum(worker['memory_shared_mb'] for worker in workers):.0f} MB in all with what they share",
    ]
    if "missing" in found["txtai"]:
        said.append(found["txtai"]["missing"])
    return "\n".join(said)
