"""What a taxpayer thinks of an answer: kept as an event, changed by saying it again, about one's own answers only."""

from datetime import timedelta

import pytest

from bot.conversation.errors import MessageNotFound
from bot.conversation.events import FeedbackEvent, MessageEvent
from bot.conversation.feedback import Reason, Verdict
from bot.conversation.models import FeedbackRow
from tests.contract.conversation_suite import ConversationSuite
from tests.support.workers import Worker, conversation_of


class FeedbackContract(ConversationSuite):
    @pytest.fixture
    async def reply(self, worker: Worker) -> MessageEvent:
        [reply] = await worker.ask("税率")
        return reply

    async def test_a_verdict_is_the_next_event_and_stands_at_its_message(
        self, worker: Worker, reply: MessageEvent
    ) -> None:
        given = await _give(worker, reply.id, Verdict.down, Reason.outdated)

        assert (given.seq, given.message_id, given.verdict, given.reason) == (3, reply.id, "down", "outdated")
        assert await _shown(worker) == ("down", given)

    async def test_the_last_word_counts(self, worker: Worker, reply: MessageEvent) -> None:
        await _give(worker, reply.id, Verdict.down, Reason.unclear)
        changed = await _give(worker, reply.id, Verdict.up)

        assert changed.seq == 4
        assert await _shown(worker) == ("up", changed)
        assert len(await worker.rows(FeedbackRow)) == 2

    async def test_a_comment_is_masked_and_stays_with_us(self, worker: Worker, reply: MessageEvent) -> None:
        event = await _give(worker, reply.id, Verdict.down, comment="请打\x0013812345678")

        [row] = await worker.rows(FeedbackRow)
        assert row.comment == "请打[手机号]"
        assert "手机号" not in event.model_dump_json()

    async def test_readers_are_told_of_a_verdict(self, worker: Worker, reply: MessageEvent) -> None:
        watch = worker.notifier.watch(conversation_of())
        await _give(worker, reply.id, Verdict.up)

        assert await watch.wait(timedelta(seconds=1)) is not None
        watch.close()

    async def test_there_is_none_about_what_the_taxpayer_said(self, worker: Worker, reply: MessageEvent) -> None:
        question = (await worker.events())[0]

        with pytest.raises(MessageNotFound):
            await _give(worker, question.id, Verdict.up)

    async def test_there_is_none_about_an_answer_to_someone_else(self, worker: Worker, reply: MessageEvent) -> None:
        await worker.ask("税率", visitor="other")

        with pytest.raises(MessageNotFound):
            await _give(worker, reply.id, Verdict.up, visitor="other")
        assert not await worker.rows(FeedbackRow)

    @pytest.mark.parametrize("visitor", ["visitor", "nobody"])
    async def test_there_is_none_about_a_message_that_is_not_there(
        self, worker: Worker, reply: MessageEvent, visitor: str
    ) -> None:
        with pytest.raises(MessageNotFound):
            await _give(worker, "m_none", Verdict.up, visitor=visitor)


async def _give(
    worker: Worker,
    message_id: str,
    verdict: Verdict,
    reason: Reason | None = None,
    *,
    comment: str | None = None,
    visitor: str = "visitor",
) -> FeedbackEvent:
    return await worker.feedback.give(
        conversation_of(visitor), message_id, verdict=verdict, reason=reason, comment=comment
    )


async def _shown(worker: Worker) -> tuple[str, object]:
    """The verdict at the reply, and the last event."""
    _, reply, *rest = await worker.events()
    return reply.reply["feedback"], rest[-1]
