"""Writes what the seed knowledge covers, and what in it is still to be verified, as a page to read."""

from collections.abc import Iterator
from datetime import date

from knowledge_base.seed.files import Seed
from knowledge_base.seed.schemas import TopicFile
from knowledge_base.stats import stats_of

_HEAD = """# What the knowledge covers

Written by `shuida kb coverage` from `data/knowledge`; do not edit.

{entries} entries, {similar} similar questions (at least {similar_min} each), {variants} variants, {policies} policies.
{unverified} entries are marked unverified: their answers say so, and what is missing stands below.
{once_checked} entries have been checked by nobody but their author.

| topic | entries | similar questions | variants | unverified | next review |
|---|---|---|---|---|---|
"""


def coverage_page(seed: Seed) -> str:
    """The page in Markdown; the same for the same seed, whatever the day."""
    figures = stats_of(seed, today=date.min)
    similar = sum(topic.similar for topic in figures.by_topic.values())
    head = _HEAD.format(similar=similar, **figures.model_dump(exclude={"by_topic"}))
    topics = sorted((topic for topic in seed.topics if topic.entries), key=lambda topic: topic.topic)
    rows = "".join(_row(topic) for topic in topics)
    open_points = "\n".join(line for topic in topics for line in _unverified(topic))
    return f"{head}{rows}\n## What is still to be verified\n{open_points}\n"


def _row(topic: TopicFile) -> str:
    entries = topic.entries
    cells = (
        f"{topic.title} (`{topic.topic}`)",
        len(entries),
        sum(len(entry.similar) for entry in entries),
        sum(len(entry.variants) for entry in entries),
        sum(entry.verified.status == "unverified" for entry in entries),
        min(entry.review_by for entry in entries),
    )
    return f"| {' | '.join(map(str, cells))} |\n"


def _unverified(topic: TopicFile) -> Iterator[str]:
    found = [entry for entry in topic.entries if entry.verified.status == "unverified"]
    if found:
        yield f"\n### {topic.title}\n"
    for entry in found:
        yield f"- `{entry.id}` {entry.question}：{entry.verified.missing}"
