"""What clients of the web chat send, and the one shape in which they are refused."""

import itertools

import httpx

from tests.support.web import API

_numbers = itertools.count(1)


def message(text: str = "增值税税率有哪些", **values: object) -> dict[str, object]:
    return {"client_message_id": f"message-{next(_numbers)}", "text": text, **values}


async def send(
    client: httpx.AsyncClient, text: str = "增值税税率有哪些", *, wait: float = 30, **values: object
) -> dict:
    response = await client.post(f"{API}/messages", params={"wait": wait}, json=message(text, **values))
    assert response.status_code == 200, response.text
    return response.json()


def refused(response: httpx.Response, status: int, code: str) -> dict:
    """The error of a refusal, after a look at its shape."""
    assert response.status_code == status, response.text
    body = response.json()
    assert body.keys() == {"error"}
    error = body["error"]
    assert error.keys() <= {"code", "message", "details"}
    assert error["code"] == code
    assert any("一" <= letter <= "鿿" for letter in error["message"])
    return error
