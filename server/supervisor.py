"""Starts the processes of the service, watches them, restarts what crashes with a growing pause, ends them in order."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

# A process that stayed up this long had started well: its next crash begins with the shortest pause again.
_STEADY = 60.0
_SHORTEST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_GRACE = 10.0


@dataclass(frozen=True, slots=True)
class Program:
    """A process to keep running; ``ready`` says when it does its work."""

    name: str
    argv: Sequence[str]
    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None
    """Where its output goes; None leaves it on the terminal."""
    ready: Callable[[], Awaitable[bool]] | None = None


class Supervisor:
    def __init__(self, programs: Sequence[Program], console: Console) -> None:
        self._programs = programs
        self._console = console
        self._stopping = asyncio.Event()
        self._running: dict[str, asyncio.subprocess.Process] = {}

    async def run(self, on_ready: Callable[[], None]) -> None:
        """Keep all programs running until SIGINT or SIGTERM; ``on_ready`` is called once, when all are up."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stopping.set)
        keepers = [asyncio.create_task(self._keep(program)) for program in self._programs]
        announcing = asyncio.create_task(self._announce(on_ready))
        await self._stopping.wait()
        announcing.cancel()
        # The last one started is the first to end: whoever is called outlives its callers.
        for program in reversed(self._programs):
            await self._end(program.name)
        await asyncio.gather(*keepers, announcing, return_exceptions=True)

    async def _announce(self, on_ready: Callable[[], None]) -> None:
        for program in self._programs:
            while program.ready is not None and not await program.ready():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.2)
        on_ready()

    async def _keep(self, program: Program) -> None:
        pause = _SHORTEST_PAUSE
        while not self._stopping.is_set():
            started = asyncio.get_running_loop().time()
            process = await self._start(program)
            self._running[program.name] = process
            code = await process.wait()
            if self._stopping.is_set():
                return
            if asyncio.get_running_loop().time() - started > _STEADY:
                pause = _SHORTEST_PAUSE
            where = f"，日志 {program.log}" if program.log else ""
            self._console.print(f"[yellow]{program.name} 退出（{code}），{pause:g} 秒后重启{where}[/]")
            await self._sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _start(self, program: Program) -> asyncio.subprocess.Process:
        output = None
        if program.log is not None:
            program.log.parent.mkdir(parents=True, exist_ok=True)
            output = program.log.open("ab")
        try:
            # A session of its own: Ctrl-C reaches the supervisor alone, which ends the others in order.
            return await asyncio.create_subprocess_exec(
                *program.argv,
                cwd=program.cwd,
                env={**os.environ, **program.env},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        finally:
            if output is not None:
                output.close()

    async def _end(self, name: str) -> None:
        process = self._running.get(name)
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(_GRACE):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
