"""A turn: exactly one reply, whatever fails or dies in between, and everything it changes in one transaction."""

from datetime import date, timedelta

import pytest

from bot.conversation.models import (
    ConversationRow,
    MessageRow,
    Owner,
    OwnerEventRow,
    ReceiptRow,
    Sender,
    TurnRow,
    TurnState,
)
from bot.conversation.ports import Notice
from bot.dialogue.ports import Decision, Pending, Turn
from common.clock import system_clock
from tests.contract.conversation_suite import ConversationSuite, Hire
from tests.support.dialogues import ANSWER, SEVERAL, ScriptedDialogue, answer, echo, fail, hand_off, several
from tests.support.waiting import until_true
from tests.support.workers import ManualClock, Worker, conversation_of, inbound

LEASE = timedelta(seconds=20)
AFTER_LEASE = LEASE + timedelta(seconds=1)


class TurnsContract(ConversationSuite):
    async def test_an_answer_is_stored_with_its_receipt(self, worker: Worker, dialogue: ScriptedDialogue) -> None:
        dialogue.decide = answer
        received = await worker.say("增值税税率有哪些")
        [reply] = await worker.replies(received)

        [receipt] = await worker.rows(ReceiptRow)
        assert (receipt.turn_id, receipt.message_id) == (received.turn_id, reply.id)
        assert (receipt.entry, receipt.revision, receipt.variant) == ("vat.rates", 2, "now")
        assert receipt.decision == ANSWER.model_dump(mode="json")
        assert (receipt.as_of, receipt.knowledge_revision) == (date(2026, 11, 22), 7)

    async def test_the_words_and_the_parts_of_a_reply_are_stored_as_they_are_shown(
        self, worker: Worker, dialogue: ScriptedDialogue
    ) -> None:
        dialogue.decide = answer
        [reply] = await worker.ask("增值税税率有哪些")

        assert reply.reply is not None
        assert "text" not in reply.reply
        assert reply.reply["brief"] in reply.text
        assert [cite["article"] for cite in reply.reply["citations"]] == ["第十条"]
        assert (await worker.events())[-1] == reply

    async def test_of_several_answers_the_receipt_keeps_every_one(
        self, worker: Worker, dialogue: ScriptedDialogue
    ) -> None:
        dialogue.decide = several
        [reply] = await worker.ask("天气怎么样？增值税税率有哪些？怎么注销？")

        [receipt] = await worker.rows(ReceiptRow)
        assert receipt.decision == SEVERAL.model_dump(mode="json")
        assert (receipt.outcome, receipt.entry, receipt.revision, receipt.variant) == ("several", "vat.rates", 2, "now")
        assert reply.reply is not None
        assert [part["outcome"] for part in reply.reply["parts"]] == ["not_covered", "answer", "hand_off"]
        [conversation] = await worker.rows(ConversationRow)
        assert conversation.owner == Owner.waiting

    async def test_what_a_turn_learnt_and_left_open_is_there_in_the_next(
        self, worker: Worker, dialogue: ScriptedDialogue
    ) -> None:
        pending = Pending(question="契税交多少", entry="property.deed-tax", fact="home_count")

        def learn(turn: Turn) -> Decision:
            return echo(turn).model_copy(update={"facts": {"taxpayer_type": "general"}, "pending": pending})

        dialogue.decide = learn
        await worker.ask("一")
        dialogue.decide = answer
        await worker.ask("二", facts={"region": "cq"})
        await worker.ask("三")

        _, second, third = dialogue.asked
        assert (second.facts, second.pending) == ({"taxpayer_type": "general", "region": "cq"}, pending)
        assert (third.facts, third.pending) == ({"taxpayer_type": "general", "region": "cq"}, None)

    async def test_another_worker_takes_over_a_turn_whose_worker_died(
        self, hire: Hire, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        dead, alive = hire(lease=LEASE), hire(lease=LEASE)
        dialogue.hold()
        received = await dead.say("一")
        await until_true(lambda: bool(dialogue.asked))
        await dead.die()
        dialogue.release()

        assert await alive.runner.sweep() == 0
        clock.advance(AFTER_LEASE)
        assert await alive.runner.sweep() == 1
        replies = await alive.replies(received)

        assert [one.text for one in replies] == ["答：一"]
        assert await alive.said(Sender.bot) == ["答：一"]
        assert [turn.turn_id for turn in dialogue.asked] == [received.turn_id] * 2

    async def test_a_turn_that_was_promised_and_never_started_is_taken_up(self, hire: Hire, clock: ManualClock) -> None:
        worker = hire(lease=LEASE)
        received = await worker.receiver.receive(inbound("一"))
        clock.advance(AFTER_LEASE)
        await worker.runner.sweep()

        assert [one.text for one in await worker.replies(received)] == ["答：一"]

    async def test_a_started_worker_looks_for_left_turns_by_itself(self, hire: Hire) -> None:
        settings = {"clock": system_clock, "lease": timedelta(seconds=1), "turn_attempts": 100}
        dead, alive = hire(**settings), hire(**settings)
        received = await dead.receiver.receive(inbound("一"))
        alive.runner.start()

        assert [one.text for one in await alive.replies(received)] == ["答：一"]

    async def test_the_late_reply_of_a_worker_that_lost_its_turn_is_dropped(
        self, hire: Hire, clock: ManualClock
    ) -> None:
        slow, quick = ScriptedDialogue(), ScriptedDialogue()
        late, alive = hire(dialogue=slow, lease=LEASE), hire(dialogue=quick, lease=LEASE)
        slow.hold()
        received = await late.say("一")
        await until_true(lambda: bool(slow.asked))
        clock.advance(AFTER_LEASE)
        await alive.runner.sweep()
        await alive.replies(received)

        slow.release()
        await late.runner.stop()

        assert await alive.said(Sender.bot) == ["答：一"]
        assert len(await alive.rows(ReceiptRow)) == 1

    async def test_a_worker_that_lost_its_turn_is_not_heard_even_when_it_is_the_first_to_reply(
        self, hire: Hire, clock: ManualClock
    ) -> None:
        slow, quick = ScriptedDialogue(hand_off), ScriptedDialogue()
        late, alive = hire(dialogue=slow, lease=LEASE), hire(dialogue=quick, lease=LEASE)
        slow.hold()
        quick.hold()
        received = await late.say("一")
        await until_true(lambda: bool(slow.asked))
        clock.advance(AFTER_LEASE)
        await alive.runner.sweep()
        await until_true(lambda: bool(quick.asked))

        slow.release()
        await late.runner.stop()
        assert await alive.said(Sender.bot) == []
        quick.release()
        assert [one.text for one in await alive.replies(received)] == ["答：一"]

    async def test_two_workers_that_find_the_same_left_turn_take_it_once(
        self, hire: Hire, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        workers = [hire(lease=LEASE), hire(lease=LEASE)]
        received = await workers[0].receiver.receive(inbound("一"))
        clock.advance(AFTER_LEASE)
        for worker in workers * 3:
            await worker.runner.sweep()
        await workers[0].replies(received)
        for worker in workers:
            await worker.runner.stop()

        assert len(dialogue.asked) == 1
        assert await workers[0].said(Sender.bot) == ["答：一"]

    async def test_a_turn_that_fails_is_tried_again(
        self, hire: Hire, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        worker = hire(lease=LEASE)
        dialogue.decide = fail
        received = await worker.say("一")
        await worker.runner.stop()
        dialogue.decide = echo
        clock.advance(AFTER_LEASE)
        await worker.runner.sweep()

        assert [one.text for one in await worker.replies(received)] == ["答：一"]

    async def test_a_turn_that_fails_too_often_goes_to_a_person(
        self, hire: Hire, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        worker = hire(lease=LEASE, turn_attempts=2)
        dialogue.decide = fail
        received = await worker.say("一")
        for _ in range(2):
            await worker.runner.stop()
            clock.advance(AFTER_LEASE)
            await worker.runner.sweep()
        [reply] = await worker.replies(received)

        assert len(dialogue.asked) == 2
        assert "已转给人工坐席" in reply.text
        [event] = await worker.rows(OwnerEventRow)
        assert (event.to_owner, event.reason, event.actor) == (Owner.waiting, "unanswered", "bot")

    async def test_the_other_side_stops_writing_when_a_turn_fails(
        self, worker: Worker, dialogue: ScriptedDialogue
    ) -> None:
        dialogue.decide = fail
        watch = worker.notifier.watch(conversation_of())
        await worker.say("一")
        await worker.runner.stop()

        assert [await watch.wait(timedelta(seconds=1)) for _ in range(2)] == [Notice(typing=True), Notice(typing=False)]
        watch.close()

    async def test_a_turn_that_cannot_be_stored_leaves_nothing_behind(
        self, hire: Hire, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        worker = hire(lease=LEASE)
        unknown = ANSWER.model_copy(update={"entry": "no.such.entry"})
        dialogue.decide = lambda turn: Decision.closing(turn, unknown)
        received = await worker.say("一")
        await worker.runner.stop()

        [turn] = await worker.rows(TurnRow)
        assert (turn.id, turn.state) == (received.turn_id, TurnState.running)
        assert await worker.said(Sender.bot) == []
        assert not await worker.rows(ReceiptRow)

    async def test_a_hand_off_is_stored_whole(self, worker: Worker, dialogue: ScriptedDialogue) -> None:
        dialogue.decide = hand_off
        [reply] = await worker.ask("转人工")

        [conversation] = await worker.rows(ConversationRow)
        [event] = await worker.rows(OwnerEventRow)
        [receipt] = await worker.rows(ReceiptRow)
        assert (conversation.owner, conversation.seq) == (Owner.waiting, 3)
        assert (event.seq, event.from_owner, event.to_owner) == (3, Owner.bot, Owner.waiting)
        assert (receipt.outcome, receipt.message_id, reply.seq) == ("hand_off", reply.id, 2)

    async def test_a_hand_off_that_cannot_be_stored_whole_is_not_stored_at_all(
        self, worker: Worker, dialogue: ScriptedDialogue, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_args: object, **_values: object) -> None:
            raise RuntimeError("no owner event")

        monkeypatch.setattr("bot.conversation.closing.change_owner", refuse)
        dialogue.decide = hand_off
        await worker.say("转人工")
        await worker.runner.stop()

        [conversation] = await worker.rows(ConversationRow)
        assert (conversation.owner, conversation.seq) == (Owner.bot, 1)
        assert not await worker.rows(ReceiptRow)
        assert len(await worker.rows(MessageRow)) == 1

    async def test_turns_wait_for_room_without_losing_their_lease(
        self, hire: Hire, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        worker = hire(lease=LEASE, workers=1)
        dialogue.hold()
        received = [await worker.say("一", visitor=visitor) for visitor in ("a", "b", "c")]
        for _ in range(5):
            clock.advance(AFTER_LEASE)
            await worker.runner.sweep()
        dialogue.release()
        for one in received:
            await worker.replies(one)
        await worker.runner.stop()

        assert len(dialogue.asked) == 3
        assert {turn.attempts for turn in await worker.rows(TurnRow)} == {1}

    async def test_a_worker_that_stops_finishes_what_it_began(self, worker: Worker, dialogue: ScriptedDialogue) -> None:
        dialogue.hold()
        await worker.say("一")
        await until_true(lambda: bool(dialogue.asked))
        dialogue.release()
        await worker.runner.stop()

        assert await worker.said(Sender.bot) == ["答：一"]
