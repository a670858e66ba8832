"""The supervisor: starts, restarts what crashes with a growing pause, ends all in order."""

import asyncio
import io
import os
import signal
import sys
from pathlib import Path

from rich.console import Console

from server.supervisor import Program, Supervisor
from tests.support.waiting import until_true

RECORD = "import os, sys, time; open(sys.argv[1], 'a').write(sys.argv[2] + '\\n'); "


def _program(name: str, record: Path, then: str) -> Program:
    return Program(name, (sys.executable, "-c", RECORD + then, str(record), name), record.parent)


async def test_a_crashed_program_is_started_again(tmp_path: Path) -> None:
    record, said = tmp_path / "record", io.StringIO()
    supervisor = Supervisor([_program("one", record, "sys.exit(7)")], Console(file=said))
    running = asyncio.create_task(supervisor.run(lambda: None))

    await until_true(lambda: record.exists() and record.read_text().count("one") >= 3)
    os.kill(os.getpid(), signal.SIGTERM)
    await running

    assert "one 退出（7），0.5 秒后重启" in said.getvalue()
    assert "1 秒后重启" in said.getvalue()


async def test_all_are_told_ready_once_and_ended_last_started_first(tmp_path: Path) -> None:
    record, ready = tmp_path / "record", []
    wait = (
        "import signal; end = lambda *_: (open(sys.argv[1], 'a').write('end ' + sys.argv[2] + '\\n'), sys.exit(0)); "
        "signal.signal(signal.SIGTERM, end); time.sleep(60)"
    )
    programs = [_program("first", record, wait), _program("second", record, wait)]
    supervisor = Supervisor(programs, Console(file=io.StringIO()))
    running = asyncio.create_task(supervisor.run(lambda: ready.append(True)))

    await until_true(lambda: record.exists() and record.read_text().count("\n") == 2)
    await asyncio.sleep(0.3)
    os.kill(os.getpid(), signal.SIGINT)
    await running

    assert ready == [True]
    assert record.read_text().splitlines()[-2:] == ["end second", "end first"]


async def test_ready_waits_for_the_program(tmp_path: Path) -> None:
    asked, ready = [], []

    async def answers() -> bool:
        asked.append(True)
        return len(asked) > 2

    program = Program(
        "slow",
        (sys.executable, "-c", "import time; time.sleep(60)"),
        tmp_path,
        log=tmp_path / "logs" / "slow.log",
        ready=answers,
    )
    running = asyncio.create_task(Supervisor([program], Console(file=io.StringIO())).run(lambda: ready.append(True)))
    await until_true(lambda: bool(ready))
    os.kill(os.getpid(), signal.SIGTERM)
    await running

    assert len(asked) == 3
    assert (tmp_path / "logs" / "slow.log").exists()
