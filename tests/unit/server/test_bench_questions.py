"""The questions of the benchmark: as many as wanted, all different, the same every time."""

from pathlib import Path

import pytest

from bench.synthetic import OF_A_GROUP, Wordings, make_passages, make_queries, read_task, read_wordings, write_task
from server.places import ROOT

SEED = ROOT / "data" / "knowledge"


@pytest.fixture(scope="module")
def wordings() -> list[Wordings]:
    return read_wordings(SEED)


def test_questions_are_made_of_our_own_halves_and_never_repeat(wordings: list[Wordings]) -> None:
    passages = make_passages(wordings, 1005)
    beginnings = tuple({start for each in wordings for start in each.beginnings})

    assert len(passages) == len({passage.text for passage in passages}) == 1005
    assert all(passage.text.startswith(beginnings) for passage in passages)
    assert len({passage.group for passage in passages}) == -(-1005 // OF_A_GROUP)
    assert make_passages(wordings, 1005) == passages


def test_more_questions_than_two_entries_have_in_common_are_told_apart() -> None:
    few = [Wordings(["契税"], ["怎么交"])]

    assert len({passage.text for passage in make_passages(few, 50)}) == 50


def test_queries_mean_a_group_that_is_there(wordings: list[Wordings]) -> None:
    passages = make_passages(wordings, 100)
    groups = {passage.group for passage in passages}

    assert all(group in groups for _, group in make_queries(passages, 40))


def test_what_was_written_is_read_again(wordings: list[Wordings], tmp_path: Path) -> None:
    write_task(SEED, 30, 5, tmp_path)
    passages, asked = read_task(tmp_path)

    assert passages == make_passages(wordings, 30)
    assert asked == list(make_queries(passages, 5))
