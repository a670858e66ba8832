"""Replacing many words in one pass over a text."""

from collections.abc import Mapping

from retrieval.errors import LexiconInvalid


class Replacer:
    """Replaces, from left to right, the longest word that starts at each place.

    A word that is a target is left as it is, so 小规模 → 小规模纳税人 does not grow a second time. Chains are
    followed to their end when the rules are read.

    Raises:
        LexiconInvalid: the rules run in a circle.
    """

    def __init__(self, rules: Mapping[str, str]) -> None:
        direct = {wrong: right for wrong, right in rules.items() if wrong and wrong != right}
        targets = {wrong: _end_of_chain(wrong, direct) for wrong in direct}
        self._targets = {right: right for right in targets.values()} | targets
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(self._targets, key=lambda word: (-len(word), word)):
            if word:
                self._by_first.setdefault(word[0], []).append(word)

    def __call__(self, text: str) -> str:
        parts: list[str] = []
        place = 0
        while place < len(text):
            word = self._word_at(text, place)
            parts.append(self._targets[word] if word else text[place])
            place += len(word) or 1
        return "".join(parts)

    def _word_at(self, text: str, place: int) -> str:
        for word in self._by_first.get(text[place], ()):
            if text.startswith(word, place):
                return word
        return ""


def _end_of_chain(start: str, rules: Mapping[str, str]) -> str:
    seen = [start]
    while (following := rules.get(seen[-1])) is not None:
        if following in seen:
            raise LexiconInvalid(f"The replacements run in a circle: {' → '.join([*seen, following])}.")
        seen.append(following)
    return seen[-1]
