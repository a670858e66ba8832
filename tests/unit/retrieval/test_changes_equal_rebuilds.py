"""Whatever is added, replaced, removed or filtered in whatever order, the index is the one built anew."""

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index import SearchIndex
from retrieval.lanes import Parts
from retrieval.ports import Passage, Ranked, Role
from tests.unit.retrieval.fakes import KNOWLEDGE, make_index, make_parts, passages

PARTS: Parts = make_parts()
NAMES = ["deed", "bonus", "refund", "invoice"]
TEXTS = ["契税税率是多少", "买房交多少税", "年终奖怎么交税", "出口退税怎么办", "发票怎么开", "财税〔2018〕164号"]
QUERIES = [*TEXTS, "买房子交不交契税", "退税发票", "天气"]

TEXTS_OF_GROUP = st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(Role)), min_size=1, max_size=3)
CHANGES = st.lists(st.tuples(st.sampled_from(NAMES), st.none() | TEXTS_OF_GROUP), max_size=6)


def passages_of(group: str, texts: list[tuple[str, Role]]) -> list[Passage]:
    return [Passage(f"{group}#{at}", group, text, role) for at, (text, role) in enumerate(texts)]


def answers(index: SearchIndex) -> list[list[Ranked]]:
    return [index.search(query) for query in QUERIES]


@settings(max_examples=20)
@given(CHANGES)
def test_changes_in_any_order_give_what_a_rebuild_gives(
    changes: list[tuple[str, list[tuple[str, Role]] | None]],
) -> None:
    changed, expected = make_index(PARTS, []), dict[str, list[Passage]]()
    for group, texts in changes:
        if texts is None:
            changed = changed.without_group(group)
            expected.pop(group, None)
        else:
            changed = changed.with_group(group, passages_of(group, texts))
            expected[group] = passages_of(group, texts)
    rebuilt = make_index(PARTS, [passage for members in expected.values() for passage in members])

    assert changed.groups == rebuilt.groups
    assert changed.counts == rebuilt.counts
    assert answers(changed) == answers(rebuilt)


@settings(max_examples=30)
@given(allowed=st.sets(st.sampled_from(list(KNOWLEDGE))), limit=st.integers(1, 5))
def test_a_filter_only_takes_away_and_is_applied_before_the_cut(allowed: set[str], limit: int) -> None:
    index = make_index(PARTS, passages())
    query = "公司交税退税开票"
    everything = {found.group for found in index.search(query)}
    found = [ranked.group for ranked in index.search(query, allowed=allowed.__contains__, limit=limit)]

    assert set(found) <= everything & allowed
    assert len(found) == min(limit, len(everything & allowed))


def test_groups_that_fit_equally_well_come_in_the_order_of_the_groups() -> None:
    twins = {f"twin.{name}": ["买房交多少税"] for name in "cab"}
    index = make_index(PARTS, passages(twins))

    for query in ("买房交多少税", "买房税"):
        assert [found.group for found in index.search(query)] == list(twins)
