"""A long story and the question in it: found, searched beside the whole, merged by score."""

import pytest

from bot.answering.library import Shelf
from bot.answering.story import merge, question_in
from retrieval.ports import Allowed, Ranked
from tests.support.entries import entry, knowledge

TOLD = (
    "我们是做五金加工的，今年被一个大客户拖了九十多万货款，工资都是东拼西凑发的，"
    "五月份汇算出来要补三十来万企业所得税，账上只有四万多"
)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (f"{TOLD}。请问能不能延期缴纳？", "请问能不能延期缴纳？"),
        (f"{TOLD}，想问一下能不能缓缴，要什么资料", "想问一下能不能缓缴，要什么资料"),
        (f"{TOLD}。能不能缓一缓？", "能不能缓一缓？"),
        (f"{TOLD}。怎么办？我真的没有钱了。", "怎么办？"),
        # The last introduction counts.
        (f"请问一下，{TOLD}。我想知道能缓到哪天？", "想知道能缓到哪天？"),
        # Nothing asks, nothing was told, or it is all question.
        (TOLD, None),
        ("请问能不能延期缴纳？", None),
        (f"请问{TOLD}能不能缓缴", None),
        ("", None),
    ],
)
def test_the_question_a_story_ends_in_is_found(text: str, question: str | None) -> None:
    assert question_in(text) == question


def _ranked(**scores: tuple[float, float]) -> list[Ranked]:
    """By group: score and confidence."""
    found = [Ranked(group, confidence, score, f"{group}#q") for group, (score, confidence) in scores.items()]
    return sorted(found, key=lambda one: -one.score)


def test_both_searches_decide_together() -> None:
    merged = merge(_ranked(a=(3, 0.6), b=(2.5, 0.3), c=(1, 0.1)), _ranked(b=(4, 0.8), a=(1, 0.1)), limit=3)

    assert [one.group for one in merged] == ["b", "a", "c"]
    assert [one.score for one in merged] == [6.5, 4, 2]
    assert merged[0].confidence == 0.8
    assert merged[1].confidence == pytest.approx(0.2)
    assert merged[2].confidence == 0.1


def test_a_search_that_finds_nothing_leaves_it_to_the_other() -> None:
    found = _ranked(a=(3, 0.6), b=(2, 0.3))
    assert merge(found, [], limit=1) == merge([], found, limit=1) == found[:1]
    assert merge([], [], limit=3) == []


class TwoTexts:
    """Finds ``b`` in the question and ``a`` in all else."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, text: str) -> str:
        return text

    def search(self, text: str, *, allowed: Allowed, limit: int) -> list[Ranked]:
        self.asked.append(text)
        return _ranked(b=(9, 0.9), a=(1, 0.1)) if text.startswith("请问") else _ranked(a=(3, 0.6), b=(2, 0.3))


def test_a_shelf_searches_stories_twice_and_questions_once() -> None:
    index = TwoTexts()
    shelf = Shelf(knowledge(entry("a"), entry("b")), index, "CN-50")

    assert shelf.search(f"{TOLD}。请问能缓吗？", limit=1)[0].group == "b"
    assert len(index.asked) == 2
    assert shelf.search("能缓吗", limit=1)[0].group == "a"
    assert len(index.asked) == 3
