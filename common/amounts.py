"""Reads amounts of money as people write them, "一点五万", "3万5千", "100w", and gives each one short spelling."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_DIGITS |= {digit: value for value, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"两": 2}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"百": 10**2, "千": 10**3, "k": 10**3, "万": 10**4, "w": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_LARGE |= {"万亿": 10**12}
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，￥ＷＫｗｋWK萬億圆", "0123456789.,¥wkwkwk万亿元")

_CHINESE = f"[{''.join(_DIGITS)}{''.join(_SMALL)}]"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_PIECE = re.compile(
    rf"(?P<number>{_ARABIC}|{_CHINESE}+(?:点[{''.join(_DIGITS)}]+)?)\s*(?P<more>[多来余])?\s*"
    r"(?:个(?=[万亿w]))?(?P<unit>万亿|亿|千万|百万|万|w(?![a-z0-9])|千(?!米|克|瓦)|k(?![a-z0-9金])|百(?!分))?"
)
_MORE = frozenset("多来余")
_CURRENCY = re.compile(r"\s*[多来余]?\s*(?:元|块钱|块(?!地|牌|链)|rmb(?![a-z])|人民币)整?")
_CENTS = re.compile(
    r"(?P<tenths>[\d一二两三四五六七八九])(?:[角毛](?:(?P<cents>[\d一二两三四五六七八九])分)?|(?![\d.%个万千百]))"
)
# "¥" says that an amount follows; so do these words where the number stands alone.
_CUE = re.compile(
    r"(?:¥|工资|收入|利润|销售额|租金|售价|总价|房价|货款|奖金|到手|金额)\s*(?:是|为|有|了|大概|大约|约|才|[:：])?\s*$"
)
# What makes a number something else than money; the words in brackets begin another thought ("3万人民币", "5万个税").
_OTHER_UNIT = re.compile(
    r"\s*[多来余几]?\s*(?:个(?!税|人|体)|人(?!民|工)|名(?!下)|户(?!口)|家(?!庭|里|具|电|装)|位|次(?!月|年|季)|份|张"
    r"|头(?!期|款)|只(?!要|有|能|交|是)|[公千]?[米里克斤](?!面)|[公平立]|㎡|m2|方(?!面|案|式)|亩|吨|升(?!级)|台(?!账|阶)|辆|股(?!权|份|金|本|东|票|息|利|转)"
    r"|年(?!薪|终|收|底|租|费|金)|月(?!薪|租|底|收)|天|日(?!常|后|前|元)|岁|周|小时|分钟|分之|本(?!金|息|月|年|季|公|期|来|身)|件|套(?!现|牌)|箱|度|号"
    r"|[%％‰折倍级强]|点(?!钱)|字|文|棵|间(?!接)|层|栋|笔|条(?!件)|项(?!目)|瓦|美元|美金|欧|港[元币]|日元)"
)
_NOT_BEFORE = re.compile(r"[\da-z.第〔几数]$|分之$|\d,$")


@dataclass(frozen=True, slots=True)
class Amount:
    """``yuan`` as it is said at ``text[start:end]``; ``about`` where it is only roughly so ("五百多万")."""

    yuan: Decimal
    start: int
    end: int
    about: bool = False


def find_amounts(text: str) -> Iterator[Amount]:
    """Every amount of money in ``text``, from left to right.

    Numbers of documents, years, days, shares, areas, people and telephones are none.
    """
    plain = text.lower().translate(_HALF_WIDTH)
    if len(plain) != len(text):  # a few capitals grow when they are made small
        plain = text.translate(_HALF_WIDTH)
    place = 0
    while (match := _PIECE.search(plain, place)) is not None:
        amount = _amount_at(plain, match.start())
        if amount is not None:
            yield amount
        place = amount.end if amount is not None else _end_of_number(plain, match)


def with_short_amounts(text: str) -> str:
    """The text with every amount in its one spelling: ``3.5万``, ``1.2亿``, ``860元``."""
    parts, place = [], 0
    for amount in find_amounts(text):
        if not amount.about:
            parts += [text[place : amount.start], short_form(amount.yuan)]
            place = amount.end
    return "".join([*parts, text[place:]])


def short_form(yuan: Decimal) -> str:
    """In 亿 or 万 where that takes no more than four decimals, else in 元."""
    for unit, size in (("亿", Decimal(10**8)), ("万", Decimal(10**4))):
        shown = (yuan / size).normalize()
        if yuan >= size and -int(shown.as_tuple().exponent) <= 4:
            return f"{shown:f}{unit}"
    return f"{yuan.normalize():f}元"


def _amount_at(text: str, start: int) -> Amount | None:
    if _NOT_BEFORE.search(text[max(0, start - 2) : start]):
        return None
    yuan, place, about, named = _chain(text, start)
    currency = _CURRENCY.match(text, place)
    if currency is not None:
        return _in_currency(text, Amount(yuan, start, place, about), currency)
    if _OTHER_UNIT.match(text, place):
        return None
    if named and text[place : place + 1] in _MORE:
        return Amount(yuan, start, place + 1, about=True)
    if named or _is_said_alone(text, start, yuan):
        return Amount(yuan, start, place, about)
    return None


def _is_said_alone(text: str, start: int, yuan: Decimal) -> bool:
    """A number without any unit, after a word that makes it money; not "到手3成"."""
    cue = _CUE.search(text[:start]) if text[start].isdigit() else None
    return cue is not None and (yuan >= 100 or "¥" in cue.group())


def _in_currency(text: str, amount: Amount, currency: re.Match[str]) -> Amount | None:
    if text[amount.start : currency.end()] in {"一块", "两块"}:  # "together", "two pieces"
        return None
    about = amount.about or currency.group().strip()[:1] in _MORE
    cents = _CENTS.match(text, currency.end()) if not currency.group().endswith("整") else None
    if cents is None:
        return Amount(amount.yuan, amount.start, currency.end(), about)
    return Amount(amount.yuan + _cents(cents), amount.start, cents.end(), about)


def _chain(text: str, start: int) -> tuple[Decimal, int, bool, int]:
    """The sum of the pieces from ``start``, where it ends, whether it is rough, how many pieces have a unit."""
    total, place, about, named = Decimal(0), start, False, 0
    last_unit = Decimal(0)
    while (piece := _PIECE.match(text, place)) is not None:
        number, unit = _number(piece["number"]), Decimal(_LARGE.get(piece["unit"] or "", 1))
        if number is None or (last_unit and not _continues(text, piece, number, unit, last_unit)):
            break
        if last_unit >= 10 and unit == 1 and number < 10 and not piece["number"].startswith(("零", "〇", "0")):
            number *= last_unit / 10  # "3万5" is 35,000
        total += number * unit
        about = about or (piece["more"] is not None)
        has_unit = piece["unit"] is not None or (not text[piece.start()].isdigit() and number >= 100)
        named += has_unit
        # Without a unit "多" belongs to the currency ("800多块"), which reads it.
        place = piece.end("unit") if piece["unit"] else piece.end("number")
        about = about and (piece["unit"] is not None or named > 0)
        if unit == 1 or piece["more"]:
            break
        last_unit = unit
    return total, place, about, named


def _continues(text: str, piece: re.Match[str], number: Decimal, unit: Decimal, last_unit: Decimal) -> bool:
    """Whether it goes on with the amount before it: "3万5千", "12万3456元", not "30万1月份"."""
    if number * unit >= last_unit or piece.start() != piece.start("number"):
        return False
    after = text[piece.end("number") :]
    if unit > 1:
        return True
    if _CURRENCY.match(after):
        return True
    written_out = not piece["number"][0].isdigit() and number >= 100
    single = number < 10 and number == int(number) and len(piece["number"]) == 1
    return (
        (single or written_out)
        and not re.match(r"[年月日号%％个点折到至\-~]|[.,]?\d", after)
        and not _OTHER_UNIT.match(after)
    )


def _end_of_number(text: str, match: re.Match[str]) -> int:
    """Behind the whole number, so that no part of it is read on its own."""
    end = match.end()
    while end < len(text) and (text[end].isdigit() or (text[end] in ".," and text[end + 1 : end + 2].isdigit())):
        end += 1
    return end


def _cents(match: re.Match[str]) -> Decimal:
    tenths, cents = (_DIGITS.get(one, one) if one else 0 for one in (match["tenths"], match["cents"]))
    return Decimal(int(tenths)) / 10 + Decimal(int(cents)) / 100


def _number(written: str) -> Decimal | None:
    if written[0].isdigit() and written[0].isascii():
        return Decimal(written.replace(",", ""))
    whole, _, decimals = written.partition("点")
    value = _below_ten_thousand(whole)
    if value is None:
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[digit]) for digit in decimals)}") if decimals else Decimal(value)


def _below_ten_thousand(written: str) -> int | None:
    """ "一千二百零五", "两千八" (2,800); None when digits only follow each other ("二二")."""
    total, digit, last_unit = 0, None, 0
    for sign in written:
        if sign in _SMALL:
            unit = _SMALL[sign]
            if last_unit and unit >= last_unit:
                return None
            total += (1 if digit is None and unit == 10 else digit or 0) * unit
            if digit is None and unit > 10:
                return None
            digit, last_unit = None, unit
        elif digit not in (None, 0):
            return None
        else:
            digit = _DIGITS[sign]
    if digit and last_unit >= 100 and written[-2] in _SMALL:
        return total + digit * last_unit // 10
    return total + (digit or 0)
