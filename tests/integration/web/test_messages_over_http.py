"""Sending messages over HTTP and reading what comes of them."""

import asyncio
from datetime import date

import httpx
import pytest

from common.settings import DatabaseSettings
from tests.support.dialogues import ScriptedDialogue, answer
from tests.support.requests import refused, send
from tests.support.waiting import until, until_true
from tests.support.web import API, Open, Site


@pytest.fixture
def site_database(database_settings: DatabaseSettings) -> DatabaseSettings:
    return database_settings


async def test_a_client_that_waits_gets_the_reply_at_once(
    visitor: httpx.AsyncClient, dialogue: ScriptedDialogue
) -> None:
    dialogue.decide = answer
    sent = await send(visitor, client_message_id="a-1")

    assert sent["complete"] is True
    assert sent["message"]["sender"] == "taxpayer"
    assert sent["message"]["client_message_id"] == "a-1"
    [reply] = sent["replies"]
    assert (reply["sender"], reply["seq"]) == ("bot", 2)
    assert reply["reply"]["outcome"] == "answer"
    assert reply["reply"]["citations"][0]["article"] == "第十条"


async def test_a_client_that_does_not_wait_reads_the_reply_as_an_event(visitor: httpx.AsyncClient) -> None:
    sent = await send(visitor, "税率", wait=0)
    assert (sent["complete"], sent["replies"]) == (False, [])

    async def reply() -> list[dict]:
        page = (await visitor.get(f"{API}/messages", params={"after": sent["message"]["seq"]})).json()
        return page["events"]

    [event] = await until(reply)
    assert (event["type"], event["text"], event["seq"]) == ("message", "答：税率", 2)


async def test_a_reply_that_is_late_comes_as_an_event(visitor: httpx.AsyncClient, dialogue: ScriptedDialogue) -> None:
    dialogue.hold()
    sent = await send(visitor, "税率", wait=0.01, client_message_id="late")
    dialogue.release()
    again = await send(visitor, "税率", client_message_id="late")

    assert sent["complete"] is False
    assert again["complete"] is True
    assert again["message"] == sent["message"]


@pytest.mark.parametrize("wait", [0, 5])
async def test_a_repeated_message_gets_the_same_result_and_is_answered_once(
    visitor: httpx.AsyncClient, dialogue: ScriptedDialogue, wait: float
) -> None:
    first = await send(visitor, client_message_id="same")

    assert await send(visitor, client_message_id="same", wait=wait) == first
    assert len(dialogue.asked) == 1


async def test_the_same_message_many_times_at_once_is_answered_once(
    visitor: httpx.AsyncClient, dialogue: ScriptedDialogue
) -> None:
    results = await asyncio.gather(*(send(visitor, client_message_id="same") for _ in range(8)))

    assert all(result == results[0] for result in results)
    assert len(dialogue.asked) == 1


async def test_two_visitors_may_give_their_messages_the_same_id(site: Site, visitor: httpx.AsyncClient) -> None:
    async with site.visitor() as other:
        results = [await send(client, text, client_message_id="1") for client, text in ((visitor, "一"), (other, "二"))]

    assert [one["replies"][0]["text"] for one in results] == ["答：一", "答：二"]


async def test_a_message_that_another_process_answers_is_waited_for(
    open_site: Open, dialogue: ScriptedDialogue
) -> None:
    dialogue.hold()
    async with open_site() as one, open_site() as two, one.visitor() as here:
        await send(here, wait=0, client_message_id="same")
        async with two.visitor() as there:
            there.cookies = here.cookies
            waiting = asyncio.create_task(send(there, client_message_id="same"))
            await until_true(lambda: bool(two.web.chat._notifier._watches))
            dialogue.release()
            result = await waiting

    assert (result["complete"], len(result["replies"])) == (True, 1)
    assert len(dialogue.asked) == 1


async def test_a_message_without_a_cookie_makes_its_sender_known(site: Site) -> None:
    async with site.visitor() as stranger:
        sent = await send(stranger)
        session = (await stranger.get(f"{API}/session")).json()

    assert [one["id"] for one in session["events"]] == [sent["message"]["id"], sent["replies"][0]["id"]]


async def test_day_and_facts_reach_the_dialogue(visitor: httpx.AsyncClient, dialogue: ScriptedDialogue) -> None:
    await send(visitor, as_of="2025-06-30", facts={"taxpayer_type": "general"})

    assert dialogue.asked[0].as_of == date(2025, 6, 30)
    assert dialogue.asked[0].facts == {"taxpayer_type": "general"}


async def test_reading_on_from_the_last_event_finds_nothing(visitor: httpx.AsyncClient) -> None:
    await send(visitor)

    for after in (2, 2**31 - 1):
        page = (await visitor.get(f"{API}/messages", params={"after": after})).json()
        assert page == {"events": [], "seq": after}


async def test_events_are_read_by_their_own_visitor_only(site: Site, visitor: httpx.AsyncClient) -> None:
    await send(visitor)
    async with site.visitor() as other:
        refused(await other.get(f"{API}/messages"), 401, "no_visitor")
        await other.get(f"{API}/session")
        assert (await other.get(f"{API}/messages")).json() == {"events": [], "seq": 0}


async def test_personal_numbers_are_masked_in_what_is_read(visitor: httpx.AsyncClient) -> None:
    sent = await send(visitor, "我的身份证是11010519491231002X")

    assert sent["message"]["text"] == "我的身份证是[身份证号]"
