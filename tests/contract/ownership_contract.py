"""Who speaks: the bot is silent when a conversation is not its own, and says nothing that comes too late."""

from datetime import timedelta

import pytest

from bot.conversation.events import OwnerEvent
from bot.conversation.models import Owner, OwnerEventRow, ReceiptRow, Sender
from bot.rendering import texts
from tests.contract.conversation_suite import ConversationSuite
from tests.support.dialogues import ScriptedDialogue, echo, hand_off
from tests.support.waiting import until_true
from tests.support.workers import ManualClock, Worker, inbound

_NEARLY_FIVE_MINUTES = timedelta(minutes=4, seconds=59)


class OwnershipContract(ConversationSuite):
    @pytest.fixture
    async def waiting(self, worker: Worker, dialogue: ScriptedDialogue) -> Worker:
        """A worker whose visitor waits for a person."""
        dialogue.decide = hand_off
        await worker.ask("转人工")
        dialogue.decide = echo
        return worker

    @pytest.mark.parametrize("owner", [Owner.human, Owner.closed])
    async def test_a_reply_is_dropped_when_a_person_took_over_while_it_was_made(
        self, worker: Worker, dialogue: ScriptedDialogue, owner: Owner
    ) -> None:
        dialogue.hold()
        received = await worker.say("一")
        await until_true(lambda: bool(dialogue.asked))
        await worker.give_to(owner)
        dialogue.release()

        assert await worker.replies(received) == []
        assert await worker.said(Sender.taxpayer) == ["一"]
        assert await worker.said(Sender.bot) == await worker.said(Sender.system) == []
        assert not await worker.rows(ReceiptRow)

    async def test_the_bot_is_not_asked_while_a_person_speaks(self, worker: Worker, dialogue: ScriptedDialogue) -> None:
        await worker.give_to(Owner.human)

        assert await worker.ask("一") == []
        assert not dialogue.asked

    async def test_what_was_written_to_a_person_is_answered_when_the_bot_gets_it_back(self, worker: Worker) -> None:
        await worker.give_to(Owner.human)
        received = await worker.receiver.receive(inbound("税率"))
        await worker.give_to(Owner.bot, reason="given_back")
        worker.runner.take_up(received)

        assert [one.text for one in await worker.replies(received)] == ["答：税率"]

    async def test_writing_into_a_closed_conversation_opens_it_again(self, worker: Worker) -> None:
        await worker.ask("一")
        await worker.give_to(Owner.closed)

        assert [one.text for one in await worker.ask("二")] == ["答：二"]
        *_, reopened, message, _reply = await worker.events()
        assert (reopened.type, message.type) == ("owner", "message")
        assert (reopened.owner, reopened.reason) == (Owner.bot, "reopened")

    async def test_who_waits_is_told_so_at_most_every_five_minutes(
        self, waiting: Worker, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> None:
        asked = len(dialogue.asked)
        told = [len(await waiting.ask("在吗"))]
        for pause in (timedelta(0), _NEARLY_FIVE_MINUTES, timedelta(seconds=1), _NEARLY_FIVE_MINUTES):
            clock.advance(pause)
            told.append(len(await waiting.ask("在吗")))

        assert told == [1, 0, 0, 1, 0]
        assert await waiting.said(Sender.system) == [_notice()] * 2
        assert len(dialogue.asked) == asked

    async def test_who_waits_again_is_told_again(self, waiting: Worker, dialogue: ScriptedDialogue) -> None:
        await waiting.ask("在吗")
        await waiting.ask("继续问机器人")
        dialogue.decide = hand_off
        await waiting.ask("转人工")

        assert [one.text for one in await waiting.ask("在吗")] == [_notice()]

    async def test_the_notice_offers_the_way_back_to_the_bot(self, waiting: Worker) -> None:
        [notice] = await waiting.ask("在吗")

        assert notice.reply is not None
        assert [option["text"] for option in notice.reply["options"]] == ["继续问机器人"]

    async def test_who_waits_may_go_back_to_the_bot(self, waiting: Worker, dialogue: ScriptedDialogue) -> None:
        [returned] = await waiting.ask("继续问机器人")
        [answered] = await waiting.ask("税率")

        assert (returned.sender, returned.text) == (Sender.system, texts.RETURNED)
        assert answered.text == "答：税率"
        events = [one for one in await waiting.events() if isinstance(one, OwnerEvent)]
        assert [(one.owner, one.reason) for one in events] == [(Owner.waiting, "requested"), (Owner.bot, "returned")]

    async def test_every_change_of_owner_has_its_actor_and_its_time(self, waiting: Worker, clock: ManualClock) -> None:
        await waiting.ask("继续问机器人")

        changes = [(row.actor, row.from_owner, row.at) for row in await waiting.rows(OwnerEventRow)]
        assert changes == [("bot", Owner.bot, clock()), ("taxpayer", Owner.waiting, clock())]

    async def test_giving_a_conversation_to_its_owner_changes_nothing(self, waiting: Worker) -> None:
        before = await waiting.events()
        await waiting.give_to(Owner.waiting)

        assert await waiting.events() == before

    async def test_the_number_line_runs_through_messages_and_changes_of_owner(self, waiting: Worker) -> None:
        await waiting.ask("继续问机器人")

        events = await waiting.events()
        assert [one.seq for one in events] == list(range(1, len(events) + 1))
        assert [one.type for one in events] == ["message", "message", "owner", "message", "owner", "message"]


def _notice() -> str:
    return f"{texts.WAITING_NOTICE}\n1. {texts.RETURN_TO_BOT}"
