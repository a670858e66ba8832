"""The outbox: a reply is carried out at most once, refusals are tried again with care, doubts are left to people."""

import asyncio
from datetime import timedelta

import pytest

from bot.conversation.models import DeliveryRow, DeliveryState, MessageRow, Sender
from bot.conversation.ports import Channel, SendRefused
from common.errors import UpstreamTimeout
from tests.contract.conversation_suite import ConversationSuite, Hire
from tests.support.outlets import FakeOutlet
from tests.support.waiting import until, until_true
from tests.support.workers import ManualClock, Worker

_LATER = timedelta(seconds=30)
_LEASE = timedelta(seconds=20)
_LONG_AFTER = timedelta(hours=1)


class DeliveryContract(ConversationSuite):
    @pytest.fixture
    def outlet(self) -> FakeOutlet:
        return FakeOutlet()

    @pytest.fixture
    async def sender(self, hire: Hire, outlet: FakeOutlet) -> Worker:
        """A worker that has one reply to carry out by SMS."""
        worker = hire(outlets={Channel.sms: outlet}, lease=_LEASE, send_attempts=3)
        await worker.ask("税率", visitor="13812345678", channel=Channel.sms)
        return worker

    async def test_a_reply_is_carried_out_once(self, sender: Worker, outlet: FakeOutlet, clock: ManualClock) -> None:
        await sender.delivery.run_due()
        clock.advance(_LONG_AFTER)
        await sender.delivery.run_due()

        [call] = outlet.calls
        [message] = await sender.rows(MessageRow, MessageRow.sender == Sender.bot)
        assert (call.message_id, call.recipient, call.text) == (message.id, "13812345678", "答：税率")
        assert await _delivery(sender) == (DeliveryState.sent, 1)

    async def test_a_reply_that_its_reader_fetches_is_not_carried_out(self, sender: Worker, outlet: FakeOutlet) -> None:
        await sender.ask("税率", channel=Channel.web)

        assert len(await sender.rows(DeliveryRow)) == 1

    async def test_a_started_runner_carries_out_by_itself(self, sender: Worker, outlet: FakeOutlet) -> None:
        sender.delivery.start()

        await until(lambda: _is(sender, DeliveryState.sent))
        assert len(outlet.calls) == 1

    async def test_replies_to_one_recipient_leave_in_the_order_they_were_said(
        self, sender: Worker, outlet: FakeOutlet, clock: ManualClock
    ) -> None:
        outlet.results = [SendRefused("busy", retry_after=_LATER)]
        await sender.delivery.run_due()
        await sender.ask("二", visitor="13812345678", channel=Channel.sms)
        assert await sender.delivery.run_due() == 0

        clock.advance(_LONG_AFTER)
        await sender.delivery.run_due()
        await sender.delivery.run_due()

        assert [call.text for call in outlet.calls] == ["答：税率", "答：税率", "答：二"]

    async def test_what_an_outlet_broke_over_is_unknown(self, sender: Worker, outlet: FakeOutlet) -> None:
        outlet.results = [RuntimeError("a fault of ours")]
        await sender.delivery.run_due()

        assert await _delivery(sender) == (DeliveryState.unknown, 1)

    async def test_a_runner_goes_on_after_an_outlet_that_breaks(
        self, sender: Worker, outlet: FakeOutlet, clock: ManualClock
    ) -> None:
        outlet.results = [RuntimeError("a fault of ours")]
        sender.delivery.start()
        await until_true(lambda: bool(outlet.calls))
        await sender.ask("二", visitor="13912345678", channel=Channel.sms)

        await until_true(lambda: len(outlet.calls) == 2)

    async def test_a_refused_reply_is_sent_again_but_not_before_it_is_welcome(
        self, sender: Worker, outlet: FakeOutlet, clock: ManualClock
    ) -> None:
        outlet.results = [SendRefused("busy", retry_after=_LATER)]
        await sender.delivery.run_due()
        assert await _delivery(sender) == (DeliveryState.pending, 1)

        clock.advance(_LATER - timedelta(seconds=1))
        assert await sender.delivery.run_due() == 0
        clock.advance(_LATER)
        assert await sender.delivery.run_due() == 1

        assert await _delivery(sender) == (DeliveryState.sent, 2)
        assert len({call.message_id for call in outlet.calls}) == 1

    async def test_every_refusal_makes_the_pause_longer(
        self, sender: Worker, outlet: FakeOutlet, clock: ManualClock
    ) -> None:
        outlet.results = [SendRefused("busy", retry_after=_LATER)] * 2
        pauses = []
        for _ in range(2):
            await sender.delivery.run_due()
            [row] = await sender.rows(DeliveryRow)
            pauses.append(row.due_at - clock())
            clock.advance(pauses[-1])

        assert _LATER <= pauses[0] <= _LATER * 1.25
        assert _LATER * 2 <= pauses[1] <= _LATER * 2.5

    async def test_a_reply_that_is_refused_too_often_has_failed(
        self, sender: Worker, outlet: FakeOutlet, clock: ManualClock
    ) -> None:
        outlet.results = [SendRefused("busy", retry_after=_LATER)] * 9
        for _ in range(9):
            await sender.delivery.run_due()
            clock.advance(_LONG_AFTER)

        assert len(outlet.calls) == 3
        assert await _delivery(sender) == (DeliveryState.failed, 3)

    async def test_a_reply_that_is_refused_for_good_has_failed(
        self, sender: Worker, outlet: FakeOutlet, clock: ManualClock
    ) -> None:
        outlet.results = [SendRefused("no such number", retry_after=None)]
        await sender.delivery.run_due()
        clock.advance(_LONG_AFTER)
        await sender.delivery.run_due()

        assert len(outlet.calls) == 1
        [row] = await sender.rows(DeliveryRow)
        assert (row.state, row.error, row.sent_at) == (DeliveryState.failed, "no such number", None)

    async def test_a_reply_whose_sending_timed_out_is_never_sent_again(
        self, sender: Worker, outlet: FakeOutlet, clock: ManualClock
    ) -> None:
        outlet.results = [UpstreamTimeout("no answer")]
        await sender.delivery.run_due()
        clock.advance(_LONG_AFTER)
        await sender.delivery.run_due()

        assert len(outlet.calls) == 1
        assert await _delivery(sender) == (DeliveryState.unknown, 1)

    async def test_a_reply_whose_worker_died_while_sending_is_left_to_a_person(
        self, sender: Worker, hire: Hire, outlet: FakeOutlet, clock: ManualClock
    ) -> None:
        outlet.open.clear()
        dying = asyncio.create_task(sender.delivery.run_due())
        await until_true(lambda: bool(outlet.calls))
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        other = hire(outlets={Channel.sms: outlet}, lease=_LEASE)

        assert await other.delivery.run_due() == 0
        clock.advance(_LEASE)
        await other.delivery.run_due()

        assert len(outlet.calls) == 1
        assert await _delivery(other) == (DeliveryState.unknown, 1)

    async def test_the_late_result_of_a_worker_that_lost_its_delivery_changes_nothing(
        self, sender: Worker, hire: Hire, outlet: FakeOutlet, clock: ManualClock
    ) -> None:
        outlet.open.clear()
        late = asyncio.create_task(sender.delivery.run_due())
        await until_true(lambda: bool(outlet.calls))
        clock.advance(_LEASE)
        await hire(outlets={Channel.sms: outlet}).delivery.run_due()
        outlet.results = [SendRefused("busy", retry_after=_LATER)]
        outlet.open.set()
        await late

        assert await _delivery(sender) == (DeliveryState.unknown, 1)

    async def test_two_runners_never_carry_out_the_same_reply(
        self, sender: Worker, hire: Hire, outlet: FakeOutlet
    ) -> None:
        other = hire(outlets={Channel.sms: outlet}, lease=_LEASE)
        for number in range(10):
            await sender.ask("税率", visitor=f"1391234567{number}", channel=Channel.sms)

        for _ in range(2):
            await asyncio.gather(*(who.delivery.run_due() for who in (sender, other, sender, other)))

        recipients = [call.recipient for call in outlet.calls]
        assert len(recipients) == len(set(recipients)) == 11
        assert {row.state for row in await other.rows(DeliveryRow)} == {DeliveryState.sent}


async def _delivery(worker: Worker) -> tuple[str, int]:
    [row] = await worker.rows(DeliveryRow)
    return row.state, row.attempts


async def _is(worker: Worker, state: DeliveryState) -> bool:
    return (await _delivery(worker))[0] == state
