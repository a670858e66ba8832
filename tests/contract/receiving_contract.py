"""A message that is taken in: stored once, masked, numbered, and promised a turn before anyone is told "got it"."""

import asyncio
from collections import Counter
from datetime import date, timedelta

import pytest

from bot.conversation.errors import EmptyMessage, MessageTooLong
from bot.conversation.models import ConversationRow, MessageRow, Owner, Sender, TurnRow, TurnState
from bot.conversation.ports import Channel
from bot.conversation.repository import ConversationRepository
from common.clock import system_clock
from tests.contract.conversation_suite import ConversationSuite, Hire
from tests.support.dialogues import ScriptedDialogue
from tests.support.workers import ManualClock, Worker, conversation_of, inbound

_WINDOW = timedelta(hours=1)


class ReceivingContract(ConversationSuite):
    async def test_a_message_is_stored_with_its_turn_before_anything_is_decided(
        self, worker: Worker, dialogue: ScriptedDialogue
    ) -> None:
        received = await worker.receiver.receive(inbound("增值税税率有哪些"))

        [turn] = await worker.rows(TurnRow)
        [message] = await worker.rows(MessageRow)
        assert (turn.id, turn.state, turn.attempts) == (received.turn_id, TurnState.running, 1)
        assert (message.turn_id, message.seq, message.sender) == (turn.id, 1, Sender.taxpayer)
        assert not dialogue.asked

    async def test_a_message_whose_turn_cannot_be_stored_is_not_stored_either(
        self, worker: Worker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_args: object, **_values: object) -> TurnRow:
            raise RuntimeError("no turn")

        monkeypatch.setattr(ConversationRepository, "add_turn", refuse)
        with pytest.raises(RuntimeError):
            await worker.receiver.receive(inbound("一"))

        assert not await worker.rows(MessageRow)
        assert not await worker.rows(ConversationRow)

    async def test_the_same_message_again_gives_the_same_event_and_is_answered_once(
        self, worker: Worker, dialogue: ScriptedDialogue
    ) -> None:
        first = await worker.say("一", key="k")
        await worker.replies(first)

        again = await worker.say("一", key="k")

        assert again.repeated
        assert (again.message, again.turn_id) == (first.message, first.turn_id)
        assert len(dialogue.asked) == 1
        assert [one.seq for one in await worker.events()] == [1, 2]

    async def test_the_same_message_at_once_on_two_workers_is_one_message(
        self, hire: Hire, dialogue: ScriptedDialogue
    ) -> None:
        one, two = hire(), hire()

        received = await asyncio.gather(*(who.say("一", key="k") for who in (one, two) * 5))
        await one.settled()

        assert len({each.message.id for each in received}) == 1
        assert [each.repeated for each in received].count(False) == 1
        assert len(dialogue.asked) == 1
        assert await two.said(Sender.bot) == ["答：一"]

    async def test_the_same_key_of_another_visitor_is_another_message(self, worker: Worker) -> None:
        await worker.ask("一", visitor="a", key="k")
        await worker.ask("二", visitor="b", key="k")

        assert await worker.said(Sender.taxpayer, "a") == ["一"]
        assert await worker.said(Sender.taxpayer, "b") == ["二"]

    async def test_numbers_have_no_gap_and_no_repeat_under_many_messages_at_once(self, hire: Hire) -> None:
        workers = [hire(), hire()]
        visitors = [f"visitor-{number}" for number in range(5)]

        await asyncio.gather(
            *(workers[n % 2].say(f"问题{n}", visitor=visitors[n % 5]) for n in range(50)),
        )
        await workers[0].settled()

        for visitor in visitors:
            events = await workers[0].events(visitor)
            assert [one.seq for one in events] == list(range(1, len(events) + 1))
            assert len(await workers[0].said(Sender.taxpayer, visitor)) == 10
        numbers = Counter((row.conversation_id, row.seq) for row in await workers[0].rows(MessageRow))
        assert set(numbers.values()) == {1}

    async def test_every_line_of_many_messages_at_once_reaches_the_dialogue_once(
        self, hire: Hire, dialogue: ScriptedDialogue
    ) -> None:
        workers = [hire(), hire()]

        await asyncio.gather(*(workers[n % 2].say(f"问题{n}") for n in range(30)))
        await workers[0].settled()

        lines = Counter(line for turn in dialogue.asked for line in turn.text.split("\n"))
        assert lines == {f"问题{n}": 1 for n in range(30)}

    async def test_a_burst_during_a_turn_becomes_one_turn_with_all_its_lines(
        self, worker: Worker, dialogue: ScriptedDialogue
    ) -> None:
        dialogue.hold()
        await worker.say("我们是小规模")
        later = [await worker.say(text) for text in ("一季度开票30万", "要交增值税吗")]
        dialogue.release()
        await worker.settled()

        assert len({one.turn_id for one in later}) == 1
        assert [turn.text for turn in dialogue.asked] == ["我们是小规模", "一季度开票30万\n要交增值税吗"]

    async def test_a_burst_during_a_turn_has_its_window_too(
        self, hire: Hire, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        worker = hire(burst_window=_WINDOW)
        dialogue.hold()
        first = await worker.say("您好", may_continue=True)
        await worker.say("一", may_continue=True)
        dialogue.release()
        await worker.replies(first)
        await worker.say("二", may_continue=True)
        clock.advance(_WINDOW + timedelta(seconds=1))
        await worker.runner.sweep()
        await worker.settled()

        assert [turn.text for turn in dialogue.asked] == ["您好", "一\n二"]

    async def test_quick_messages_of_one_who_writes_on_wait_for_the_window(
        self, hire: Hire, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        worker = hire(burst_window=_WINDOW)
        await worker.ask("您好", may_continue=True)

        first = await worker.say("一", may_continue=True)
        second = await worker.say("二", may_continue=True)
        assert await worker.runner.sweep() == 0
        clock.advance(_WINDOW + timedelta(seconds=1))
        assert await worker.runner.sweep() == 1
        await worker.settled()

        assert first.turn_id == second.turn_id
        assert first.start_at == second.start_at == clock() - timedelta(seconds=1)
        assert [turn.text for turn in dialogue.asked] == ["您好", "一\n二"]

    async def test_the_window_ends_by_itself(self, hire: Hire, dialogue: ScriptedDialogue) -> None:
        worker = hire(clock=system_clock, burst_window=timedelta(milliseconds=50), burst_gap=timedelta(hours=1))
        await worker.ask("您好", may_continue=True)

        assert [one.text for one in await worker.ask("一", may_continue=True)] == ["答：一"]

    async def test_a_message_that_ends_the_window_of_an_earlier_one_is_part_of_its_turn(
        self, hire: Hire, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        worker = hire(burst_window=_WINDOW)
        await worker.ask("您好", may_continue=True)
        await worker.receiver.receive(inbound("一", may_continue=True))
        clock.advance(_WINDOW + timedelta(seconds=1))

        await worker.ask("二", may_continue=True)

        assert dialogue.asked[-1].text == "一\n二"

    @pytest.mark.parametrize(("may_continue", "pause"), [(False, 0), (True, 3)])
    async def test_who_waits_for_the_reply_or_writes_slowly_is_answered_at_once(
        self, hire: Hire, clock: ManualClock, may_continue: bool, pause: int
    ) -> None:
        worker = hire(burst_window=_WINDOW)
        await worker.ask("您好", may_continue=True)
        clock.advance(timedelta(seconds=pause))

        assert (await worker.receiver.receive(inbound("一", may_continue=may_continue))).work is not None

    async def test_personal_numbers_are_masked_in_what_is_stored_and_decided(
        self, worker: Worker, dialogue: ScriptedDialogue
    ) -> None:
        await worker.ask("我的身份证是11010519491231002X，手机13812345678")

        assert await worker.said(Sender.taxpayer) == ["我的身份证是[身份证号]，手机[手机号]"]
        assert dialogue.asked[0].text == "我的身份证是[身份证号]，手机[手机号]"

    async def test_the_day_and_the_facts_of_a_message_reach_the_dialogue(
        self, worker: Worker, dialogue: ScriptedDialogue
    ) -> None:
        facts = {"taxpayer_type": "general"}
        await worker.ask("税率", as_of=date(2025, 6, 30), facts=facts)

        assert (dialogue.asked[0].as_of, dialogue.asked[0].facts) == (date(2025, 6, 30), facts)

    @pytest.mark.parametrize("text", ["", "  \n\t", "\x00", " \x00 "])
    async def test_a_message_of_nothing_is_refused(self, worker: Worker, text: str) -> None:
        with pytest.raises(EmptyMessage):
            await worker.say(text)

        assert not await worker.rows(ConversationRow)

    async def test_a_message_may_have_so_many_characters_and_no_more(self, worker: Worker) -> None:
        with pytest.raises(MessageTooLong):
            await worker.say("税" * 2001)
        await worker.say("税" * 2000)

        assert [len(text) for text in await worker.said(Sender.taxpayer)] == [2000]

    async def test_a_character_that_databases_refuse_is_left_out(self, worker: Worker) -> None:
        await worker.say("增值\x00税")

        assert await worker.said(Sender.taxpayer) == ["增值税"]

    async def test_a_reader_sees_one_moment_of_the_conversation(self, worker: Worker) -> None:
        await worker.ask("一")
        async with worker.database.read() as session:
            repository = ConversationRepository(session)
            before = await repository.find(conversation_of())
            await worker.ask("二")
            events = await repository.events(conversation_of(), after=0, limit=10)

        assert before is not None
        assert [one.seq for one in events] == list(range(1, before.seq + 1))

    async def test_a_visitor_who_has_not_written_has_an_empty_conversation(self, worker: Worker) -> None:
        snapshot = await worker.reader.snapshot(Channel.web, "nobody")

        assert (snapshot.owner, snapshot.seq, snapshot.events) == (Owner.bot, 0, [])

    async def test_a_long_conversation_is_read_in_parts(self, worker: Worker, clock: ManualClock) -> None:
        async with worker.database.write() as session:
            repository = ConversationRepository(session)
            conversation = await repository.lock_or_open(Channel.web, "long", clock())
            for number in range(1, 451):
                repository.add_message(conversation, sender=Sender.agent, text=str(number), now=clock())

        snapshot = await worker.events("long")
        first = await worker.reader.events(conversation_of("long"), after=0)
        second = await worker.reader.events(conversation_of("long"), after=first[-1].seq)
        assert [one.seq for one in snapshot] == list(range(251, 451))
        assert [one.seq for one in first + second] == list(range(1, 401))
