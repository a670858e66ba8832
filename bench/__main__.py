"""``make bench``: start time, a turn against a bare Rasa turn, throughput, retrieval alone, memory; one table.

``python -m bench retrieval`` measures the search alone by size: see ``retrieval.py``.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
from rich.console import Console
from rich.table import Table

from bench import retrieval
from bench.processes import bare_rasa, memory_of, service
from common.settings import Settings
from knowledge_base.domain import Knowledge
from retrieval.index import SearchIndex
from server.configuration import load_settings
from server.models import load_parts
from server.places import ROOT, Places
from server.search import load_or_build_index
from server.setup.search import load_published

WARM_UP = 30
TURNS = 300
SEARCHES = 2000
VISITORS = 24
SUSTAINED_SECONDS = 20.0

console = Console(width=110)


def main() -> int:
    settings = load_settings()
    places = Places.of(settings)
    table = Table("what", "value", "reference", "ratio", title="税答: speed and memory")
    with tempfile.TemporaryDirectory(prefix="shuida-bench-") as name:
        folder = Path(name)
        with _told("set-up with nothing to do"):
            table.add_row("set-up, nothing changed", f"{_timed_set_up():.1f} s", "", "")
        with _told("retrieval alone"):
            _retrieval_rows(settings, places, table)
        with _told("bare Rasa: train and start"), bare_rasa(places, folder) as bare, service(places, folder) as ours:
            table.add_row(
                "service ready after",
                f"{ours.seconds_to_ready:.1f} s",
                f"{bare.seconds_to_ready:.1f} s (bare Rasa)",
                "",
            )
            questions = _questions(settings)
            pairs = _alternating(_our_turn(ours.url, questions), _bare_turn(bare.url, questions))
            _turn_rows(table, *pairs)
            per_second, times = asyncio.run(_sustained(ours.url, questions))
            table.add_row("turns per second, sustained", f"{per_second:.1f}", f"{VISITORS} visitors", "")
            table.add_row("  p50 / p99 meanwhile", f"{_p(times, 50):.0f} / {_p(times, 99):.0f} ms", "", "")
            for program, megabytes in {**memory_of(ours.process), **memory_of(bare.process)}.items():
                table.add_row(f"memory: {program}", f"{megabytes:.0f} MB", "", "")
    console.print(table)
    return 0


def _timed_set_up() -> float:
    started = time.monotonic()
    command = [sys.executable, "-m", "server", "up", "--setup-only"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def _retrieval_rows(settings: Settings, places: Places, table: Table) -> None:
    knowledge = asyncio.run(load_published(settings))
    index = load_or_build_index(knowledge, load_parts(settings, places), places.index)
    times = _search_times(index, _texts(knowledge))
    size = f"{index.counts['passages']} passages"
    table.add_row("retrieval alone, p50 / p99", f"{_p(times, 50):.2f} / {_p(times, 99):.2f} ms", size, "")


def _search_times(index: SearchIndex, texts: Sequence[str]) -> list[float]:
    times = []
    for number in range(WARM_UP + SEARCHES):
        started = time.perf_counter()
        index.search(texts[number % len(texts)], limit=3)
        times.append((time.perf_counter() - started) * 1000)
    return times[WARM_UP:]


def _texts(knowledge: Knowledge) -> list[str]:
    return [text for entry in knowledge.entries.values() for text in entry.similar]


def _questions(settings: Settings) -> list[str]:
    return _texts(asyncio.run(load_published(settings)))


def _our_turn(url: str, questions: Sequence[str]) -> Callable[[int], None]:
    """A new visitor each time, over one kept-alive connection, like the reference."""
    http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def turn(number: int) -> None:
        http.cookies.clear()
        body = {"client_message_id": uuid4().hex, "text": questions[number % len(questions)]}
        answer = http.post("/api/v1/chat/messages?wait=20", json=body).json()
        if not answer["complete"]:
            raise RuntimeError("a turn was not complete")

    return turn


def _bare_turn(url: str, questions: Sequence[str]) -> Callable[[int], None]:
    http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def turn(number: int) -> None:
        body = {"sender": uuid4().hex, "message": questions[number % len(questions)]}
        http.post("/webhooks/rest/webhook", json=body).raise_for_status()

    return turn


def _alternating(ours: Callable[[int], None], bare: Callable[[int], None]) -> tuple[list[float], list[float]]:
    """Milliseconds of each, taken in turns, so that both see the same machine."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM_UP + TURNS):
        for turn, found in zip((ours, bare), times, strict=True):
            started = time.perf_counter()
            turn(number)
            found.append((time.perf_counter() - started) * 1000)
    return times[0][WARM_UP:], times[1][WARM_UP:]


def _turn_rows(table: Table, ours: list[float], bare: list[float]) -> None:
    for percent in (50, 99):
        mine, reference = _p(ours, percent), _p(bare, percent)
        name = f"whole turn, one at a time, p{percent}"
        table.add_row(name, f"{mine:.1f} ms", f"{reference:.1f} ms (bare Rasa turn)", f"{mine / reference:.2f}")


async def _sustained(url: str, questions: Sequence[str]) -> tuple[float, list[float]]:
    """Turns a second and their milliseconds with many visitors who each wait for their reply."""
    times: list[float] = []
    until = time.monotonic() + SUSTAINED_SECONDS

    async def visitor(start: int) -> None:
        async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as http:
            number = start
            while time.monotonic() < until:
                body = {"client_message_id": uuid4().hex, "text": questions[number % len(questions)]}
                started = time.perf_counter()
                answer = (await http.post("/api/v1/chat/messages?wait=30", json=body)).json()
                if answer["complete"]:
                    times.append((time.perf_counter() - started) * 1000)
                number += 1

    started = time.monotonic()
    await asyncio.gather(*(visitor(number * 97) for number in range(VISITORS)))
    return len(times) / (time.monotonic() - started), times


def _p(times: Sequence[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


@contextmanager
def _told(what: str) -> Iterator[None]:
    console.print(f"[dim]{what} …[/]")
    yield


if __name__ == "__main__":
    sys.exit(retrieval.main(sys.argv[2:]) if sys.argv[1:2] == ["retrieval"] else main())
