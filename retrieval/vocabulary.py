"""The tokens of our own embedding model: the characters, numbers and latin words of the texts it learns from."""

import re
from collections import Counter
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from retrieval.tokenise import UNIT

UNKNOWN = "[UNK]"
# A number or a latin word is worth a vector when it comes up again; a character always is.
SEEN_OFTEN = 2


def make_tokenizer(texts: Iterable[str], *, limit: int) -> Tokenizer:
    """A tokenizer of at most ``limit`` tokens, number 0 the unknown one.

    Characters, not words: with few texts each is seen often enough to be learnt, a new word or a typing error is
    still mostly known, and words are what the keyword lanes see already.
    """
    counts = Counter(unit for text in texts for unit in re.findall(UNIT, text))
    often = (unit for unit, seen in counts.most_common() if len(unit) == 1 or seen >= SEEN_OFTEN)
    tokens = [UNKNOWN, *often][:limit]
    tokenizer = Tokenizer(models.WordLevel({token: at for at, token in enumerate(tokens)}, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(UNIT), "removed", invert=True)
    return tokenizer
