"""Every expected failure has one stable code, a status of its family, and a text for who reads it."""

import importlib
import pkgutil
from collections import Counter
from datetime import timedelta

import pytest

import bot
import channels
import common
import common.errors
import knowledge_base
import retrieval
import server
from common.errors import AppError, TooManyRequestsError
from server.http.texts import BY_CODE, BY_STATUS, OTHER, message_for

PACKAGES = (bot, channels, common, knowledge_base, retrieval, server)
EDGE_CODES = {"method_not_allowed", "http_error"}

# Clients tell failures apart by these: a code is added, never changed.
CODES = {
    "batch_unreadable": 422,
    "breaker_open": 503,
    "conflict": 409,
    "cross_site_request": 403,
    "database_unreachable": 503,
    "dialogue_unavailable": 502,
    "dialogue_untrainable": 503,
    "forbidden": 403,
    "foreign_origin": 403,
    "index_corrupt": 503,
    "index_mismatch": 503,
    "index_missing": 503,
    "internal_error": 500,
    "invalid": 422,
    "lexicon_invalid": 422,
    "malformed": 400,
    "message_not_found": 404,
    "model_unusable": 503,
    "no_such_entry": 404,
    "no_visitor": 401,
    "not_found": 404,
    "not_from_dialogue": 403,
    "not_set_up": 503,
    "page_not_built": 503,
    "questions_unreadable": 422,
    "seed_rejected": 422,
    "seed_unreadable": 422,
    "send_refused": 502,
    "service_unreachable": 502,
    "text_empty": 422,
    "text_too_long": 422,
    "too_large": 413,
    "too_many_requests": 429,
    "too_many_streams": 429,
    "unauthenticated": 401,
    "unavailable": 503,
    "unknown_action": 404,
    "unknown_fact": 422,
    "unreadable_action_call": 400,
    "upstream_failed": 502,
    "upstream_timeout": 504,
}


def _every_error() -> set[type[AppError]]:
    for package in PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found, look_at = set(), [AppError]
    while look_at:
        error = look_at.pop()
        if error.__module__.split(".")[0] in {package.__name__ for package in PACKAGES}:
            found.add(error)
        look_at += error.__subclasses__()
    return found


ERRORS = sorted(_every_error(), key=lambda error: error.code)


def test_no_two_errors_share_a_code() -> None:
    assert [code for code, count in Counter(error.code for error in ERRORS).items() if count > 1] == []


def test_no_code_that_clients_know_has_changed_or_gone() -> None:
    assert CODES.items() <= {error.code: error.status for error in ERRORS}.items()


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_an_error_names_its_own_code_and_keeps_its_familys_status(error: type[AppError]) -> None:
    assert "code" in vars(error)
    families = [base for base in error.__mro__[1:] if base.__module__ == "common.errors" and base is not AppError]
    if error.__module__ != "common.errors" and families:
        assert error.status == families[0].status


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_there_is_a_text_for_the_code_or_the_status(error: type[AppError]) -> None:
    assert error.code in BY_CODE or error.status in BY_STATUS


def test_every_text_belongs_to_a_code_that_exists() -> None:
    assert BY_CODE.keys() <= {error.code for error in ERRORS} | EDGE_CODES


def test_the_code_comes_before_the_status() -> None:
    assert message_for("text_too_long", 422) == BY_CODE["text_too_long"]
    assert message_for("seed_rejected", 422) == BY_STATUS[422]
    assert message_for("unheard_of", 418) == OTHER


def test_too_many_requests_says_when_to_come_back() -> None:
    assert TooManyRequestsError("slow down", retry_after=timedelta(seconds=7)).retry_after == timedelta(seconds=7)


def test_the_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    drawn = {}
    for line in (common.errors.__doc__ or "").splitlines():
        words = line.replace("├──", "").replace("└──", "").replace("│", "").split()
        if len(words) > 1 and words[1].isdigit():
            drawn[words[0]] = int(words[1])
    base = [error for error in ERRORS if error.__module__ == "common.errors" and error is not AppError]

    assert drawn == {error.__name__: error.status for error in base}
