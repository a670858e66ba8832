"""Whether a text sounds like what this knowledge is asked about, judged by its characters alone."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

# Rarer terms say more about one text than about the field.
SEEN_OFTEN = 2
STRENGTH = 5.0


def familiarity(terms: Sequence[str], weights: Mapping[str, float]) -> float:
    """Above 0 rather ours, below 0 rather foreign; a text without any known term is neither.

    ``terms`` are distinct. Long texts do not score higher for being long.
    """
    return sum(weights.get(term, 0.0) for term in terms) / float(np.sqrt(max(len(terms), 1)))


def learn_familiarity(ours: Sequence[Sequence[str]], foreign: Sequence[Sequence[str]]) -> dict[str, float]:
    """The weight of each term that helps to tell our texts from foreign ones; nothing without foreign ones."""
    if not ours or not foreign:
        return {}
    texts = [*ours, *foreign]
    seen = Counter(term for text in texts for term in text)
    rows = [{term: len(text) ** -0.5 for term in text if seen[term] >= SEEN_OFTEN} for text in texts]
    vectoriser = DictVectorizer(dtype=np.float32)
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000)
    model.fit(vectoriser.fit_transform(rows), np.arange(len(texts)) < len(ours))
    found = zip(vectoriser.get_feature_names_out(), model.coef_[0].tolist(), strict=True)
    return {str(term): round(weight, 3) for term, weight in found if abs(weight) >= 0.05}
