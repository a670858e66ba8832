"""Counts what the seed knowledge covers."""

from datetime import date

from pydantic import BaseModel, Field

from knowledge_base.seed.files import Seed
from knowledge_base.seed.schemas import TopicFile


class TopicStats(BaseModel):
    title: str
    entries: int
    similar: int
    similar_min: int
    variants: int
    unverified: int
    once_checked: int
    past_review: int


class KnowledgeStats(BaseModel):
    entries: int
    policies: int
    variants: int
    similar_min: int
    unverified: int
    once_checked: int = Field(description="Entries that nobody but their author has checked.")
    past_review: int
    by_topic: dict[str, TopicStats]


def stats_of(seed: Seed, *, today: date) -> KnowledgeStats:
    by_topic = {topic.topic: _topic_stats(topic, today) for topic in seed.topics if topic.entries}
    topics = list(by_topic.values())
    return KnowledgeStats(
        entries=sum(topic.entries for topic in topics),
        policies=len(seed.policies),
        variants=sum(topic.variants for topic in topics),
        similar_min=min((topic.similar_min for topic in topics), default=0),
        unverified=sum(topic.unverified for topic in topics),
        once_checked=sum(topic.once_checked for topic in topics),
        past_review=sum(topic.past_review for topic in topics),
        by_topic=by_topic,
    )


def _topic_stats(topic: TopicFile, today: date) -> TopicStats:
    entries = topic.entries
    return TopicStats(
        title=topic.title,
        entries=len(entries),
        similar=sum(len(entry.similar) for entry in entries),
        similar_min=min(len(entry.similar) for entry in entries),
        variants=sum(len(entry.variants) for entry in entries),
        unverified=sum(entry.verified.status == "unverified" for entry in entries),
        once_checked=sum(entry.verified.second_pass is None for entry in entries),
        past_review=sum(entry.review_by < today for entry in entries),
    )
