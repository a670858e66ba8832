"""What is logged carries no personal number, whoever logs it and however deep it lies."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import structlog

from common.logs import configure_logs, get_log, mask_event
from common.settings import LogSettings

MOBILE = "13800138000"


@dataclass(frozen=True)
class _Visitor:
    mobile: str


@pytest.fixture
def pipeline() -> Iterator[None]:
    """Puts the loggers back as they were."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        (f"电话{MOBILE}", "电话[手机号]"),
        ([f"电话{MOBILE}", 3], ["电话[手机号]", 3]),
        ({"said": {"text": MOBILE}}, {"said": {"text": "[手机号]"}}),
        ({MOBILE: 1}, {"[手机号]": 1}),
        ((MOBILE, (MOBILE,)), ["[手机号]", ["[手机号]"]]),
        ({MOBILE}, ["[手机号]"]),
        (int(MOBILE), "[手机号]"),
        (_Visitor(MOBILE), "_Visitor(mobile='[手机号]')"),
        (ValueError(f"no such number {MOBILE}"), "ValueError('no such number [手机号]')"),
        (42, 42),
        (0.5, 0.5),
        (True, True),
        (None, None),
    ],
)
def test_a_field_is_masked_however_deep(value: object, masked: object) -> None:
    assert mask_event(None, "info", {"event": "seen", "field": value}) == {"event": "seen", "field": masked}


def test_what_structlog_keeps_for_itself_is_left_alone() -> None:
    record = object()
    assert mask_event(None, "info", {"event": "seen", "_record": record})["_record"] is record


def _last_line(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err.strip().splitlines()[-1]


@pytest.mark.usefixtures("pipeline")
class TestTheWholePipeline:
    def test_a_json_line_is_masked_and_says_who_and_when(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logs(LogSettings(level="INFO", format="json"))
        get_log("tests.json").info("message_received", text=f"我的电话{MOBILE}")

        line = json.loads(_last_line(capsys))
        assert line["text"] == "我的电话[手机号]"
        assert (line["event"], line["level"], line["logger"]) == ("message_received", "info", "tests.json")
        assert line["timestamp"].endswith("Z")

    def test_the_standard_librarys_loggers_are_masked_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logs(LogSettings(format="json"))
        logging.getLogger("some.library").warning("call %s", MOBILE)

        line = json.loads(_last_line(capsys))
        assert (line["event"], line["logger"]) == ("call [手机号]", "some.library")

    def test_a_traceback_is_masked(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logs(LogSettings(format="json"))
        try:
            raise ValueError(f"no such number {MOBILE}")
        except ValueError:
            get_log("tests.traceback").exception("turn_failed")

        written = capsys.readouterr().err
        assert "ValueError: no such number [手机号]" in written
        assert MOBILE not in written

    def test_the_console_form_is_masked(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logs(LogSettings(format="console"))
        get_log("tests.console").warning("message_received", text=MOBILE)

        line = _last_line(capsys)
        assert "message_received" in line
        assert "[手机号]" in line
        assert MOBILE not in line

    def test_what_is_below_the_level_is_not_written(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logs(LogSettings(level="WARNING"))
        get_log("tests.level").info("too_quiet")
        get_log("tests.level").warning("loud_enough")

        written = capsys.readouterr().err
        assert "loud_enough" in written
        assert "too_quiet" not in written

    def test_a_chatty_library_is_heard_only_when_it_warns(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logs(LogSettings(level="DEBUG"))
        logging.getLogger("httpx").info("too_quiet")
        logging.getLogger("httpx").warning("loud_enough")

        written = capsys.readouterr().err
        assert "loud_enough" in written
        assert "too_quiet" not in written
