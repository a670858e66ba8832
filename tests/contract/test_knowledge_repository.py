"""The knowledge in the database, on SQLite and on PostgreSQL: imported again and again, loaded, never overwritten."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from common.database import Base, Database
from common.settings import DatabaseSettings
from knowledge_base.domain import Citation, Fact, FactOption, Gap, Knowledge, Measure, Policy, Variant
from knowledge_base.entry.models import EntryRow, RevisionRow, RevisionState, TopicRow, VariantRow
from knowledge_base.entry.repository import KnowledgeRepository
from knowledge_base.loading import load_knowledge
from knowledge_base.policy.models import PolicyRow
from knowledge_base.seed.importing import ImportReport, SeedRejected, import_seed
from tests.support.seeds import AREA, FACT, POLICY, entry, seed, topic, variant

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 16, 4, 0, tzinfo=UTC)
SMALL, GENERAL = {"taxpayer_type": "small_scale"}, {"taxpayer_type": ["general"]}

RICH = entry(
    "cq.vat.rates",
    variant("small", when=SMALL, valid_to=date(2028, 1, 1), steps=["一。", "二。"]),
    variant("then", when=GENERAL, cites=[{"policy": "vat-law"}, {"policy": "vat-law", "article": "第二条"}]),
    question="重庆的税率有哪些",
    jurisdiction="CN-50",
    overrides="vat.rates",
    near=["vat.rates"],
    handoff="offer",
    verified={"on": date(2026, 6, 1), "status": "unverified", "basis": "热线记录", "missing": "公布的标准"},
    gaps=[
        {"when": SMALL, "since": date(2028, 1, 1), "why": "到期后如何执行尚未公布。"},
        {"when": {}, "until": date(2020, 1, 1), "why": "此前不归我们答。"},
    ],
)

ENDING = entry(
    "vat.a",
    variant(valid_to=date(2030, 1, 1)),
    gaps=[{"when": {}, "since": date(2030, 1, 1), "why": "到期后如何执行尚未公布。"}],
)


class KnowledgeRepositoryContract:
    """Subclasses say which database it is."""

    @pytest.fixture
    def settings(self) -> DatabaseSettings:
        raise NotImplementedError

    @pytest.fixture
    async def database(self, settings: DatabaseSettings) -> AsyncIterator[Database]:
        opened = Database(settings)
        yield opened
        await opened.close()

    async def take_in(
        self,
        database: Database,
        *entries: dict[str, Any],
        now: datetime = NOW,
        progress: Callable[[int], None] = lambda _: None,
        **parts: Any,
    ) -> ImportReport:
        async with database.write() as session:
            return await import_seed(session, seed(*entries, **parts), clock=lambda: now, progress=progress)

    async def load(self, database: Database) -> Knowledge:
        async with database.read() as session:
            return await load_knowledge(session)

    async def rows(self, database: Database, table: type[Base]) -> list[Any]:
        async with database.read() as session:
            return list(await session.scalars(select(table)))

    async def revisions(self, database: Database, entry_id: str) -> list[RevisionRow]:
        statement = select(RevisionRow).where(RevisionRow.entry_id == entry_id).order_by(RevisionRow.number)
        async with database.read() as session:
            return list(await session.scalars(statement.options(selectinload(RevisionRow.variants))))

    # Importing

    async def test_nothing_is_published_before_the_first_import(self, database: Database) -> None:
        assert await self.load(database) == Knowledge(revision=0, entries={}, facts={}, topics={}, policies={})

    async def test_the_first_import_publishes_everything(self, database: Database) -> None:
        done: list[int] = []
        report = await self.take_in(database, entry("vat.a"), entry("vat.b"), progress=done.append)

        assert report == ImportReport(new=["vat.a", "vat.b"], revision=1)
        assert done == [1, 2]
        assert list((await self.load(database)).entries) == ["vat.a", "vat.b"]

    async def test_the_same_seed_again_changes_nothing(self, database: Database) -> None:
        await self.take_in(database, entry("vat.rates"), RICH, facts=[FACT, AREA])
        before = await self.load(database)
        report = await self.take_in(database, entry("vat.rates"), RICH, facts=[FACT, AREA], now=LATER)

        assert report == ImportReport(unchanged=["vat.rates", "cq.vat.rates"], revision=1)
        assert await self.load(database) == before
        assert [one.number for one in await self.revisions(database, "cq.vat.rates")] == [1]

    async def test_a_changed_entry_is_a_new_revision_and_the_old_one_is_kept(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"), entry("vat.b"))
        changed = entry("vat.a", variant(detail="13%，现在写得更清楚。"))
        report = await self.take_in(database, changed, entry("vat.b"), now=LATER)

        assert report == ImportReport(changed=["vat.a"], unchanged=["vat.b"], revision=2)
        old, new = await self.revisions(database, "vat.a")
        assert (old.number, old.state, old.published_at) == (1, RevisionState.retired, NOW)
        assert (new.number, new.state, new.published_at) == (2, RevisionState.published, LATER)
        assert [one.detail for one in old.variants] == [variant()["detail"]]
        assert [one.detail for one in new.variants] == ["13%，现在写得更清楚。"]

    async def test_what_is_loaded_is_the_new_revision_only(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"))
        await self.take_in(database, entry("vat.a", variant("other", brief="13%。")))

        loaded = (await self.load(database)).entries["vat.a"]
        assert loaded.revision == 2
        assert [one.id for one in loaded.variants] == ["other"]

    async def test_going_back_to_an_old_text_is_a_third_revision(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"))
        await self.take_in(database, entry("vat.a", handoff="always"))
        await self.take_in(database, entry("vat.a"))

        states = [(one.number, one.state) for one in await self.revisions(database, "vat.a")]
        assert states == [(1, "retired"), (2, "retired"), (3, "published")]

    async def test_an_entry_that_moves_to_another_topic_is_changed(self, database: Database) -> None:
        await self.take_in(database, topics=[topic(entry("vat.a")), topic(id="iit", title="个税")])
        report = await self.take_in(database, topics=[topic(), topic(entry("vat.a"), id="iit", title="个税")])

        assert report.changed == ["vat.a"]
        assert (await self.load(database)).entries["vat.a"].topic == "iit"

    async def test_what_an_editor_changed_is_kept(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"))
        async with database.write() as session:
            await session.execute(update(RevisionRow).values(author="editor-7", digest="0" * 64))
        report = await self.take_in(database, entry("vat.a", handoff="always"))

        assert report == ImportReport(kept=["vat.a"], revision=1)
        assert (await self.load(database)).entries["vat.a"].handoff == "never"

    async def test_what_is_in_no_file_is_reported_and_left_alone(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"), entry("vat.b"))
        report = await self.take_in(database, entry("vat.b"))

        assert report == ImportReport(unchanged=["vat.b"], absent=["vat.a"], revision=1)
        assert "vat.a" in (await self.load(database)).entries

    @pytest.mark.parametrize(
        "ground",
        [
            pytest.param({"policies": [{**POLICY, "effective_to": date(2030, 1, 1)}]}, id="a policy ends"),
            pytest.param({"policies": [POLICY, {**POLICY, "id": "iit-law"}]}, id="a new policy"),
            pytest.param({"facts": [{**FACT, "ask": "您是哪一种纳税人？"}]}, id="a fact is asked otherwise"),
            pytest.param({"facts": [FACT, AREA]}, id="a new fact"),
            pytest.param({"facts": [AREA, FACT]}, id="facts in another order"),
            pytest.param({"topics": [topic(ENDING, title="增值税（新）")]}, id="a topic is renamed"),
        ],
    )
    async def test_changed_ground_counts_the_revision_up(self, database: Database, ground: dict[str, Any]) -> None:
        await self.take_in(database, ENDING)
        report = await self.take_in(database, **{"topics": [topic(ENDING)], **ground})

        assert report == ImportReport(unchanged=["vat.a"], revision=2)

    async def test_a_rejected_seed_writes_nothing(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"))
        before = await self.load(database)
        with pytest.raises(SeedRejected) as raised:
            await self.take_in(
                database,
                entry("vat.a", variant(must_mention=["免税"])),
                entry("vat.b"),
                policies=[POLICY, {**POLICY, "id": "iit-law"}],
            )

        assert [finding.check for finding in raised.value.findings] == ["must_mention"]
        assert "vat.a/now" in str(raised.value)
        assert await self.load(database) == before

    async def test_a_rejected_first_seed_leaves_every_table_empty(self, database: Database) -> None:
        with pytest.raises(SeedRejected):
            await self.take_in(database, entry(near=["vat.nowhere"]))

        for table in (TopicRow, PolicyRow, EntryRow, RevisionRow, VariantRow):
            assert await self.rows(database, table) == []

    async def test_a_warning_does_not_stop_an_import(self, database: Database) -> None:
        report = await self.take_in(database, entry("vat.a", review_by=date(2020, 1, 1)))
        assert report.new == ["vat.a"]

    async def test_an_import_that_breaks_off_leaves_what_was(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"))

        def break_off(done: int) -> None:
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await self.take_in(database, entry("vat.a", handoff="always"), entry("vat.b"), progress=break_off)
        loaded = await self.load(database)

        assert (loaded.revision, list(loaded.entries)) == (1, ["vat.a"])
        assert loaded.entries["vat.a"].handoff == "never"

    # Loading

    async def test_every_part_of_an_entry_comes_back_as_it_was_written(self, database: Database) -> None:
        await self.take_in(database, entry("vat.rates"), RICH)
        knowledge = await self.load(database)
        loaded = knowledge.entries["cq.vat.rates"]

        law = Policy(
            id="vat-law",
            number=POLICY["number"],
            title=POLICY["title"],
            issuer=POLICY["issuer"],
            issued_on=date(2024, 12, 25),
            effective_from=date(2020, 1, 1),
            effective_to=None,
            status="in_force",
            replaced_by=(),
            url=None,
            sure=True,
        )
        assert knowledge.policies == {"vat-law": law}
        assert (loaded.topic, loaded.jurisdiction, loaded.overrides) == ("vat", "CN-50", "vat.rates")
        assert (loaded.question, loaded.similar) == ("重庆的税率有哪些", tuple(RICH["similar"]))
        assert (loaded.near, loaded.handoff, loaded.review_by) == (("vat.rates",), "offer", date(2027, 1, 1))
        assert (loaded.unverified, loaded.missing) == (True, "公布的标准")
        assert loaded.gaps == (
            Gap({"taxpayer_type": frozenset(["small_scale"])}, date(2028, 1, 1), None, "到期后如何执行尚未公布。"),
            Gap({}, None, date(2020, 1, 1), "此前不归我们答。"),
        )
        texts = variant()
        assert loaded.variant("small") == Variant(
            id="small",
            when={"taxpayer_type": frozenset(["small_scale"])},
            valid_from=date(2020, 1, 1),
            valid_to=date(2028, 1, 1),
            brief=texts["brief"],
            detail=texts["detail"],
            steps=("一。", "二。"),
            sms=texts["sms"],
            must_mention=("13%",),
            citations=(Citation(law, "第十条"),),
        )
        then = loaded.variant("then")
        assert then is not None
        assert then.citations == (Citation(law, None), Citation(law, "第二条"))
        assert loaded.variant("nowhere") is None

    async def test_facts_come_back_in_the_order_of_the_file(self, database: Database) -> None:
        await self.take_in(database, entry(), facts=[FACT, AREA])
        facts = (await self.load(database)).facts

        assert list(facts) == ["taxpayer_type", "home_area"]
        assert facts["home_area"] == Fact(
            "home_area",
            "住房面积",
            AREA["ask"],
            (
                FactOption("up_to_140", "140平方米及以下", (), Measure(("平",), 140, None)),
                FactOption("over_140", "超过140平方米", (), Measure(("平",), None, 140)),
            ),
        )
        assert facts["taxpayer_type"].option("small_scale") == FactOption(
            "small_scale", "小规模纳税人", ("小规模",), None
        )
        assert facts["taxpayer_type"].option("huge") is None

    # The repository by itself

    async def test_the_revision_counts_up(self, database: Database) -> None:
        async with database.write() as session:
            repository = KnowledgeRepository(session)
            assert await repository.revision() == 0
            assert [await repository.count_up(NOW), await repository.count_up(NOW)] == [1, 2]
        async with database.read() as session:
            assert await KnowledgeRepository(session).revision() == 2

    async def test_heads_and_numbers_tell_published_from_all(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"), entry("vat.b"))
        await self.take_in(database, entry("vat.a", handoff="always"), entry("vat.b"))
        async with database.write() as session:
            repository = KnowledgeRepository(session)
            await repository.retire_published("vat.b")
            heads = await repository.published_heads()
            assert {name: head.number for name, head in heads.items()} == {"vat.a": 2}
            assert await repository.last_numbers() == {"vat.a": 2, "vat.b": 1}
            assert [row.id for row, _ in await repository.published()] == ["vat.a"]

    async def test_the_database_itself_keeps_two_revisions_from_being_published(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"))
        await self.take_in(database, entry("vat.a", handoff="always"))
        with pytest.raises(IntegrityError):
            async with database.write() as session:
                await session.execute(update(RevisionRow).values(state=RevisionState.published))

    async def test_a_reader_sees_one_moment_while_an_import_commits(self, database: Database) -> None:
        await self.take_in(database, entry("vat.a"))
        async with database.read() as session:
            repository = KnowledgeRepository(session)
            revision = await repository.revision()
            await self.take_in(database, entry("vat.a", handoff="always"), entry("vat.b"))
            loaded = await load_knowledge(session)

        assert (revision, loaded.revision, list(loaded.entries)) == (1, 1, ["vat.a"])
        assert (await self.load(database)).revision == 2


class TestOnSqlite(KnowledgeRepositoryContract):
    @pytest.fixture
    def settings(self, sqlite_settings: DatabaseSettings) -> DatabaseSettings:
        return sqlite_settings


class TestOnPostgres(KnowledgeRepositoryContract):
    @pytest.fixture
    def settings(self, postgres_settings: DatabaseSettings) -> DatabaseSettings:
        return postgres_settings
