"""Processes are killed in the middle of a crowd of messages: none is lost, none is answered twice."""

import asyncio
import itertools
import random
import signal
import time
from collections import Counter

import psutil

from bench.processes import Running
from tests.support.chatting import Visitor

VISITORS = 50
MESSAGES_EACH = 10
QUESTIONS = (
    "小规模纳税人季度开票28万要交增值税吗",
    "数电票开错了怎么红冲",
    "首套房契税几个点",
    "年终奖怎么算个税",
    "你好",
)


def _child(service: Running, mark: str) -> psutil.Process:
    for process in service.process.children(recursive=True):
        if mark in " ".join(process.cmdline()):
            return process
    raise AssertionError(f"no process with {mark}")


KILLS = {100: "server serve", 225: "shuida_rasa.serve", 350: "server serve"}


async def test_500_messages_survive_kill_9_of_the_app_and_of_rasa(own_service: Running) -> None:
    finished = itertools.count(1)
    killed: list[str] = []

    async def converse(visitor: Visitor, chance: random.Random) -> None:
        await visitor.open()
        for _ in range(MESSAGES_EACH):
            await visitor.ask(chance.choice(QUESTIONS))
            if mark := KILLS.get(next(finished)):
                _child(own_service, mark).kill()
                killed.append(mark)

    visitors = [Visitor(own_service.url) for _ in range(VISITORS)]
    talks = [converse(visitor, random.Random(number)) for number, visitor in enumerate(visitors)]
    await asyncio.gather(*talks)

    assert killed == list(KILLS.values())
    for visitor in visitors:
        async with visitor:
            events = await visitor.events()
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        messages = [event for event in events if event["type"] == "message"]
        asked = [message for message in messages if message["sender"] == "taxpayer"]
        assert [message["client_message_id"] for message in asked] == visitor.sent
        # Each waited for its reply before the next was sent: question, answer, question, answer …
        senders = Counter(message["sender"] for message in messages)
        assert senders == {"taxpayer": MESSAGES_EACH, "bot": MESSAGES_EACH}


async def test_a_rasa_that_hangs_is_done_without_and_taken_back(own_service: Running) -> None:
    async with Visitor(own_service.url) as visitor:
        await visitor.open()
        rasa = _child(own_service, "shuida_rasa.serve")
        rasa.send_signal(signal.SIGSTOP)
        try:
            started = time.monotonic()
            answer = await visitor.ask("数电发票能作废吗，作废和红冲有什么区别？")
            waited = time.monotonic() - started
            for _ in range(4):
                await visitor.ask("年终奖怎么算个税")
            session = await visitor.open()
        finally:
            rasa.send_signal(signal.SIGCONT)

        assert answer["replies"][0]["reply"]["outcome"] == "answer"
        assert session["degraded"] is True
        # The cap is part of the promise: 3 seconds and what a busy machine adds.
        assert waited < 3 + 2
        await _until_whole(visitor)


async def _until_whole(visitor: Visitor) -> None:
    for _ in range(120):
        await visitor.ask("谢谢")
        if not (await visitor.open())["degraded"]:
            return
        await asyncio.sleep(0.5)
    raise AssertionError("Rasa was not taken back within a minute")
