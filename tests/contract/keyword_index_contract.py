"""What every keyword index promises."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexCorrupt
from retrieval.ports import KeywordIndex

ROWS = [["契税", "税率"], ["契税", "首套", "首套"], ["年终奖", "个税"], []]


class KeywordIndexContract:
    """Subclasses build and load one kind of index."""

    def build(self, rows: Sequence[Sequence[str]]) -> KeywordIndex:
        raise NotImplementedError

    def load(self, folder: Path) -> KeywordIndex:
        raise NotImplementedError

    def test_every_row_gets_a_score_and_only_shared_terms_count(self) -> None:
        scores = self.build(ROWS).scores(["契税", "首套"])

        assert scores.shape == (4,)
        assert scores[1] > scores[0] > 0
        assert scores[2] == scores[3] == 0

    @pytest.mark.parametrize("terms", [[], ["没有这个词"]])
    def test_nothing_known_scores_nothing(self, terms: list[str]) -> None:
        assert self.build(ROWS).scores(terms).tolist() == [0, 0, 0, 0]

    def test_rare_terms_tell_more_and_unknown_ones_most(self) -> None:
        index = self.build(ROWS)
        common, rare, unknown = index.weights(["契税", "年终奖", "没有这个词"])

        assert 0 < common < rare < unknown
        assert index.knows("契税")
        assert not index.knows("没有这个词")

    @pytest.mark.parametrize("rows", [[], [[]], [[], []]])
    def test_rows_without_terms_are_an_index_too(self, rows: list[list[str]], tmp_path: Path) -> None:
        index = self.build(rows)
        index.save(tmp_path / "index")

        assert index.scores(["契税"]).tolist() == [0] * len(rows)
        assert self.load(tmp_path / "index").scores(["契税"]).tolist() == [0] * len(rows)

    def test_what_was_saved_scores_the_same(self, tmp_path: Path) -> None:
        index = self.build(ROWS)
        index.save(tmp_path / "index")
        loaded = self.load(tmp_path / "index")

        assert np.array_equal(loaded.scores(["契税", "个税"]), index.scores(["契税", "个税"]))
        assert np.array_equal(loaded.weights(["契税", "新"]), index.weights(["契税", "新"]))

    def test_a_missing_or_unreadable_index_is_said_so(self, tmp_path: Path) -> None:
        with pytest.raises(IndexCorrupt):
            self.load(tmp_path / "missing")
        self.build(ROWS).save(tmp_path / "index")
        for file in (tmp_path / "index").iterdir():
            file.write_bytes(b"{")
        with pytest.raises(IndexCorrupt):
            self.load(tmp_path / "index")
