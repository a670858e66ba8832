"""Typing errors as people make them, for training."""

import random


def with_typing_errors(text: str, chance: random.Random) -> str:
    """The text with one character lost, doubled, or swapped with its neighbour.

    Known wrong spellings need no training: the normaliser corrects them before a text reaches the model.
    """
    if len(text) < 4:
        return text
    at = chance.randrange(len(text) - 1)
    first, second = text[at], text[at + 1]
    changed = chance.choice(("", first * 2, second + first))
    rest = text[at + 2 :] if changed == second + first else text[at + 1 :]
    return text[:at] + changed + rest
