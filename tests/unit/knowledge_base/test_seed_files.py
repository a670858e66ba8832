"""Seed files: read as they are written, refused with file and place, and described by a published JSON Schema."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from knowledge_base.seed.files import SeedUnreadable, read_seed
from knowledge_base.seed.json_schema import FILES, write_schemas
from tests.support.seeds import AREA, FACT, POLICY, entry, topic, variant

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT / "docs" / "schemas"


def _write(folder: Path, **files: object) -> Path:
    """A folder of seed files: a name without its ending, and its content."""
    for name, content in files.items():
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_read_into_policies_facts_and_topics(tmp_path: Path) -> None:
    later = {**POLICY, "id": "iit-law"}
    folder = _write(
        tmp_path,
        **{
            "policies/national": {"policies": [POLICY]},
            "policies/local": {"policies": [later]},
            "facts": {"facts": [FACT, AREA]},
            "vat/rates": topic(entry("vat.b")),
            "vat/filing": topic(entry("vat.a")),
            "iit/wages": topic(entry("iit.a"), id="iit", title="个人所得税"),
        },
    )
    seed = read_seed(folder)

    assert sorted(policy.id for policy in seed.policies) == ["iit-law", "vat-law"]
    assert [fact.id for fact in seed.facts] == ["taxpayer_type", "home_area"]
    assert [(one.topic, found.id) for one, found in seed.entries()] == [
        ("iit", "iit.a"),
        ("vat", "vat.a"),
        ("vat", "vat.b"),
    ]


def test_a_topic_has_one_title(tmp_path: Path) -> None:
    parts = {"vat/rates": topic(entry("vat.a")), "vat/late": topic(entry("vat.b"), title="营业税")}
    with pytest.raises(SeedUnreadable, match=r"vat/rates\.yaml: the topic vat is called 营业税"):
        read_seed(_write(tmp_path, **parts))


def test_on_yes_and_no_are_words(tmp_path: Path) -> None:
    content = """
    facts:
      - id: only_home
        label: on
        ask: off
        options: [{value: yes, label: 是}, {value: no, label: 否}]
    """
    [fact] = read_seed(_write(tmp_path, facts=content)).facts

    assert (fact.label, fact.ask, [option.value for option in fact.options]) == ("on", "off", ["yes", "no"])


def test_true_stays_a_truth(tmp_path: Path) -> None:
    [policy] = read_seed(_write(tmp_path, **{"policies/all": {"policies": [{**POLICY, "sure": False}]}})).policies
    assert policy.sure is False


def test_every_file_and_place_that_is_wrong_is_named(tmp_path: Path) -> None:
    missing_sms = {name: value for name, value in variant().items() if name != "sms"}
    folder = _write(
        tmp_path,
        **{
            "facts": "facts: [",
            "policies/local": {"policies": [{**POLICY, "status": "gone"}]},
            "vat/rates": topic(entry("vat.rates", missing_sms), entry("vat.b", colour="red")),
        },
    )
    with pytest.raises(SeedUnreadable) as raised:
        read_seed(folder)
    said = str(raised.value)

    assert "facts.yaml: not readable as YAML" in said
    assert "policies/local.yaml: policies[0] (vat-law).status: " in said
    assert "vat/rates.yaml: entries[0] (vat.rates).variants[0] (now).sms: Field required" in said
    assert "vat/rates.yaml: entries[1] (vat.b).colour: Extra inputs are not permitted" in said


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "vat.yaml").write_bytes("topic: 增值税".encode("gbk"))
    with pytest.raises(SeedUnreadable, match=r"vat\.yaml: not readable"):
        read_seed(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedUnreadable, match="nowhere"):
        read_seed(tmp_path / "nowhere")


REFUSED: dict[str, dict[str, Any]] = {
    "an id that is no slug": entry("VAT Rates"),
    "seven similar questions": entry(similar=list("abcdefg")),
    "an empty question": entry(question="  "),
    "a jurisdiction of another form": entry(jurisdiction="Chongqing"),
    "no variant": {**entry(), "variants": []},
    "an answer without a source": entry("vat.rates", variant(cites=[])),
    "an answer without a point to make": entry("vat.rates", variant(must_mention=[])),
    "an answer that ends as it begins": entry("vat.rates", variant(valid_to="2020-01-01")),
    "unverified without what is missing": entry(verified={"on": "2026-01-01", "status": "unverified", "basis": "b"}),
    "a hand-off of another kind": entry(handoff="sometimes"),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_what_an_author_may_not_write_is_refused(tmp_path: Path, content: dict[str, Any]) -> None:
    with pytest.raises(SeedUnreadable):
        read_seed(_write(tmp_path, vat=topic(content)))


def test_an_unverified_entry_that_says_what_is_missing_is_taken(tmp_path: Path) -> None:
    verified = {"on": "2026-01-01", "status": "unverified", "basis": "热线记录", "missing": "公布的标准"}
    seed = read_seed(_write(tmp_path, vat=topic(entry(verified=verified))))

    assert [found.verified.missing for _, found in seed.entries()] == ["公布的标准"]


def test_the_published_schemas_are_those_of_the_code(tmp_path: Path) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in write_schemas(tmp_path / "schemas")}
    published = {path.name: path.read_text(encoding="utf-8") for path in PUBLISHED.glob("*.json")}

    assert published == written
    assert written.keys() == FILES.keys()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("topic.schema.json", topic(entry())),
        ("policies.schema.json", {"policies": [POLICY]}),
        ("facts.schema.json", {"facts": [FACT, AREA]}),
    ],
)
def test_the_schema_takes_what_the_reader_takes(name: str, content: dict[str, Any]) -> None:
    schema = json.loads((PUBLISHED / name).read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(content, default=str))

    jsonschema.validate(plain, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**plain, "colour": "red"}, schema)


def test_the_schema_refuses_what_the_reader_refuses_in_form() -> None:
    schema = json.loads((PUBLISHED / "topic.schema.json").read_text(encoding="utf-8"))
    for reason in ("an id that is no slug", "seven similar questions", "no variant", "a hand-off of another kind"):
        plain = json.loads(json.dumps(topic(REFUSED[reason]), default=str))
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(plain, schema)
