"""The Rasa project as it is written: lists that must agree, and enough real phrasings."""

from collections import Counter
from collections.abc import Mapping

import pytest
import yaml

from bot.dialogue.small_talk import SmallTalkTexts
from tests.unit.dialogue.doubles import DOMAIN

PROJECT = DOMAIN.parent
FACTS = DOMAIN.parents[2] / "data" / "knowledge" / "facts.yaml"


def phrases() -> Mapping[str, list[str]]:
    """The phrases written by hand, by intent."""
    found: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for section in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" not in section:
                continue
            lines = section["examples"].strip().splitlines()
            found.setdefault(section["intent"], []).extend(line.removeprefix("- ") for line in lines)
    return found


@pytest.fixture(scope="module")
def domain() -> dict:
    return yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))


def test_the_slots_are_the_facts_of_the_knowledge_base(domain: dict) -> None:
    facts = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["facts"]

    assert set(domain["slots"]) == {fact["id"] for fact in facts}


def test_every_courtesy_tells_its_name(domain: dict) -> None:
    for name, (response,) in domain["responses"].items():
        assert response["custom"] == {"small_talk": name}
        assert SmallTalkTexts.from_domain(DOMAIN)[name].text == response["text"]


def test_every_act_has_one_rule(domain: dict) -> None:
    rules = yaml.safe_load((PROJECT / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    intents = [rule["steps"][0]["intent"] for rule in rules]

    assert Counter(intents) == Counter([*domain["intents"], "nlu_fallback"])


def test_every_act_is_shown_in_enough_ways(domain: dict) -> None:
    counts = {intent: len(texts) for intent, texts in phrases().items()}

    assert set(counts) == set(domain["intents"])
    assert counts["request_human"] >= 60
    assert min(counts.values()) >= 30


def test_no_phrase_is_given_twice() -> None:
    counts = Counter(text for texts in phrases().values() for text in texts)

    assert [text for text, count in counts.items() if count > 1] == []
