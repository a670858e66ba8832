"""Removes personal numbers from text before it goes anywhere: checksum-aware, so a 文号 or an invoice number stays."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

# A number stands alone: no letter or digit directly before or after it.
_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_GAP = r"[ \-]?"

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+", re.ASCII)
_ID_CARD = re.compile(rf"{_BEFORE}[1-9]\d{{5}}{_GAP}(?:18|19|20)\d\d{_GAP}\d{{4}}{_GAP}\d{{3}}[\dXx]{_AFTER}")
_USCC = re.compile(rf"{_BEFORE}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{{18}}{_AFTER}")
_CARD_GROUPS = rf"{_BEFORE}[3-9]\d{{3}}(?:{_GAP}\d{{4}}){{2}}{_GAP}\d{{3,4}}"
_LONG_CARD = re.compile(rf"{_CARD_GROUPS}{_GAP}\d{{1,4}}{_AFTER}")
_BANK_CARD = re.compile(rf"{_CARD_GROUPS}{_AFTER}")
_MOBILE = re.compile(rf"(?<![0-9A-Za-z])(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}{_AFTER}")

_FULL_WIDTH = str.maketrans(
    "０１２３４５６７８９ＸｘＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＴＵＷＹ－　＠．",
    "0123456789XxABCDEFGHJKLMNPQRTUWY- @.",
)


def mask(text: str) -> str:
    """Replace id cards, taxpayer numbers, mobiles, bank cards and e-mail addresses by ``[身份证号]`` and the like.

    Full-width digits and the usual spaces and hyphens inside a number are seen through. The longest kinds come
    first: the digits of an id card are not read as a card number. Masking twice changes nothing.
    """
    # What is left may stand alone only now: two addresses without a space between them.
    while (masked := _mask_once(text)) != text:
        text = masked
    return text


def _mask_once(text: str) -> str:
    plain = text.translate(_FULL_WIDTH)
    spans: list[tuple[int, int, str]] = []
    for pattern, label, holds in _KINDS:
        for match in _every_match(pattern, plain):
            apart = all(match.end() <= start or end <= match.start() for start, end, _ in spans)
            if apart and holds(match.group()):
                spans.append((match.start(), match.end(), label))
    for start, end, label in sorted(spans, reverse=True):
        text = text[:start] + label + text[end:]
    return text


def _every_match(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Overlapping ones too: an amount before a card number must not hide it."""
    match = pattern.search(text)
    while match is not None:
        yield match
        match = pattern.search(text, match.start() + 1)


def _valid(check: Callable[[str], str], number: str) -> bool:
    try:
        check(re.sub(r"[ \-]", "", number).upper())
    except ValidationError:
        return False
    return True


def _check_id_card(number: str) -> str:
    """Check digit and birthday; not the place, whose list is never complete.

    Raises:
        ValidationError: it is no id card.
    """
    if ric.calc_check_digit(number) != number[-1]:
        raise InvalidChecksum
    ric.get_birth_date(number)
    return number


def _always(_number: str) -> bool:
    return True


_KINDS: tuple[tuple[re.Pattern[str], str, Callable[[str], bool]], ...] = (
    (_EMAIL, "[邮箱]", _always),
    (_ID_CARD, "[身份证号]", partial(_valid, _check_id_card)),
    (_USCC, "[纳税人识别号]", partial(_valid, uscc.validate)),
    (_LONG_CARD, "[银行卡号]", partial(_valid, luhn.validate)),
    (_BANK_CARD, "[银行卡号]", partial(_valid, luhn.validate)),
    (_MOBILE, "[手机号]", _always),
)
