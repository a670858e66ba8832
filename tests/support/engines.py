"""An answering engine over a few entries and an index that finds what it is told to."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.answering.engine import AnsweringEngine, Thresholds
from bot.answering.library import Library, Shelf
from bot.dialogue.ports import Decision, Pending, Turn
from knowledge_base.domain import Entry
from retrieval.ports import Allowed, Ranked
from tests.support.entries import entry, knowledge, variant

TODAY = date(2026, 6, 15)
THRESHOLDS = Thresholds(sure=0.8, answer=0.7, choose=0.4, nearest=0.2, doubtful=0.9, domain=0.5)

TWO_TYPES = entry(
    "vat.rates",
    variant("small", when={"taxpayer_type": "small_scale"}),
    variant("general", when={"taxpayer_type": "general"}),
)
CHANGED = entry(
    "vat.exempt",
    variant("then", valid_from=date(2021, 4, 1), valid_to=date(2023, 1, 1)),
    variant("now", valid_from=date(2023, 1, 1), valid_to=date(2028, 1, 1)),
)


class FakeIndex:
    """Finds what it is told to, in that order, as far as it is allowed."""

    def __init__(self, found: Mapping[str, float], domain: float, familiar: float) -> None:
        self._found = found
        self._domain = domain
        self._features = {"familiar": familiar}
        self.asked: list[str] = []

    def read(self, text: str) -> str:
        return text

    def search(self, text: str, *, allowed: Allowed, limit: int) -> list[Ranked]:
        self.asked.append(text)
        hits = [(group, confidence) for group, confidence in self._found.items() if allowed(group)]
        return [
            Ranked(group, confidence, confidence, f"{group}#q", self._features, self._domain)
            for group, confidence in hits[:limit]
        ]


class Asked:
    """An engine over some entries, and what it decides."""

    def __init__(
        self,
        *entries: Entry,
        found: Mapping[str, float],
        domain: float = 1.0,
        familiar: float = 0.0,
        jurisdiction: str = "CN-50",
    ) -> None:
        self.index = FakeIndex(found, domain, familiar)
        self.shelf = Shelf(knowledge(*entries), self.index, jurisdiction)
        self.library = Library(self.shelf)
        clock = lambda: datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # noqa: E731
        self.engine = AnsweringEngine(self.library, THRESHOLDS, clock=clock)

    def decide(
        self,
        text: str,
        *,
        as_of: date = TODAY,
        facts: Mapping[str, str] | None = None,
        pending: Pending | None = None,
        doubtful: bool = False,
    ) -> Decision:
        turn = Turn(conversation_id="c", turn_id="t", text=text, as_of=as_of, facts=facts or {}, pending=pending)
        return self.engine.decide_now(turn, doubtful=doubtful)


def sure_of(*entries: Entry) -> Asked:
    return Asked(*entries, found={one.id: 0.95 for one in entries})
