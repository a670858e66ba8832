"""What is counted of the similar questions that were asked of a search without them."""

from server.evaluation.wordings import Asked, LeftOut


def asked(entry: str, *found: str, confidence: float = 0.5) -> Asked:
    return Asked(wording=f"{entry}怎么办", entry=entry, found=list(found), confidence=confidence)


def test_first_and_first_three_are_counted_apart_and_the_surest_mistakes_come_first() -> None:
    doubtful, sure = asked("c", "a", "c"), asked("d", "a", confidence=0.9)
    result = LeftOut.of([asked("a", "a", "b"), asked("b", "b"), doubtful, sure])

    assert (result.asked, result.top1, result.top3) == (4, 0.5, 0.75)
    assert result.misled == [sure, doubtful]


def test_of_nothing_nothing_is_counted() -> None:
    assert LeftOut.of([]) == LeftOut(asked=0, top1=0, top3=0, misled=[])
