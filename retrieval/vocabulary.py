"""The tokens of our own embedding model: the characters of the texts it learns from, and their frequent words."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "[UNK]"
# A word is worth a vector of its own when it is seen this often.
SEEN_OFTEN = 2
# A latin word or a number is one token, everything else is cut by the vocabulary.
_WHOLE = r"[a-z]+|\d+(?:\.\d+)?[%‰]?"
_BORDER = r"[^\w%‰.]+"


def make_tokenizer(texts: Sequence[str], words: Callable[[str], Iterable[str]], *, limit: int) -> Tokenizer:
    """A unigram tokenizer of at most ``limit`` tokens; ``words`` cuts a text into the words to learn.

    A word that it does not know falls apart into characters, so new words and typing errors are still seen.
    """
    counts = Counter(word for text in texts for word in words(text))
    characters = Counter(character for text in texts for character in text if character.isalnum())
    kept = [word for word, seen in counts.most_common() if seen >= SEEN_OFTEN and len(word) > 1]
    tokens = dict.fromkeys([*sorted(characters), *kept][: limit - 1])
    total = sum(counts.values()) + sum(characters.values())
    scored = [(token, math.log(max(counts[token], 1) / total)) for token in tokens]
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, -100.0), *scored], unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_BORDER), "removed"),
            pre_tokenizers.Split(Regex(_WHOLE), "isolated"),
        ]
    )
    return tokenizer
