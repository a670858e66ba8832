"""Cuts a message into the questions in it, each told so that it can be answered on its own; pure text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# A longer text is a story, unless it says itself that it asks several things.
_STORY = 100
_LONGEST = 400
_MOST = 6

_LIST = re.compile(
    r"(?:^|(?<=[\s。；;，,？?！!：:]))\s*(?:(?P<digit>[1-9])\s*(?:[、．)）]|[.:：](?!\d))|(?P<chinese>[一二三四五六])、"
    r"|(?:其|第)(?P<ordinal>[一二三四五六])(?:个(?:问题)?|点)?(?:是|就是)?[，,、:：\s])"
    r"|[（(](?P<round>[1-6一二三四五六])[)）]|(?P<circle>[①-⑥])"
)
_END = re.compile(r"[？?！!。；;\n]+")
# Words that begin another question, at the beginning of a clause.
_ANOTHER = re.compile(
    r"(?:(?<=[，,？?！!。；;\n])|(?<=\s))\s*(?:另外|此外|还有(?!没|得)(?:就是|一个(?:问题)?|个(?:问题)?)?|顺便(?:再)?(?:问|咨询|请教)(?:一?下|哈)?"
    r"|(?:再|还)(?:想)?(?:问|咨询|请教)(?:一?下|哈|个)?|对了)(?P<pause>[，,：:、]?)"
)
_ASKS = re.compile(
    r"(?<![这那多])么(?!个)|[吗呢嘛]|怎[么样]|如何|多少|(?<![前后这那好头十])几(?![十百千万乎亩间块])|哪(?!怕)|什么|啥|咋|啷个|为何|何时|谁"
    r"|是否|能否|可否|多久|好久|好多|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)|还是(?![要得不没想在去])"
    # "还退得到不", "有没得", "行迈": the dialect asks with the last word.
    r"|(?<![并还也])(?:[不没迈]|有没有|有没得|没有)(?=$|[，,。；;\s])"
)
_TAX = (
    r"(?:(?:个人|企业)?所得|(?:土地)?增值|城镇土地使用|(?:车辆)?购置|耕地占用|环境保护|消费|房产|土地|契|印花|城建|资源"
    r"|车船|关|附加|环保|烟叶)税"
)
# What taxpayers ask about: a part that names none of it speaks of what was named before.
_TOPIC = re.compile(
    rf"{_TAX}|个税|税率|发票|专票|普票|[开红]票|[收欠票单]据|凭证|社保|医保|养老|工伤|失业|公积金|残保金|年终奖|奖金|汇算|注销|清税|滞纳金|罚款"
    r"|备案|执照|登记证|一般纳税人|小规模|小微|高新|研发|留抵|抵扣|进项|加计|退税|信用|等级|非正常|完税|欠税|证明|纳税记录|清册|代开|红冲|附加|印花"
    r"|股权|分红|专项|房贷|房租|租房|赡养|继续教育|工资|劳务|稿酬|个体户|合伙|独资|出口|登录|密码|实名|办税|三方协议|票种|额度|逾期|更正|申诉|复议"
    r"|电子税务局|亏损|折旧|捐赠|补贴|租金|贷款|利息|[买卖]房|过户|税号|税控|征期|手续费|免税|减免|优惠"
)
# What a question asks, as against what it asks about: "要交多少", "怎么算", "什么时候".
_ASKED = re.compile(
    r"(?:到底|究竟|大概|具体|一般)?(?:要|需要|应该|该|能|可以|得|是)?(?:交|缴|报|办|算|扣|退|开|申报|缴纳)?"
    r"(?:多少钱?|几个点|怎么样?|如何|什么时候|啥时候|什么|啥|咋个?|哪里|哪儿|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb))"
    r"(?:才能|去|来|可以)?(?:交|缴|报|办理?|算|扣|退|申报|缴纳|计算|享受|处理)?|[吗么呢嘛不]$"
)
# "…拖到13号？还是可以后面": the other half of the question before.
_GOES_ON = re.compile(r"还是|或者|抑或|要不然?")
_HOW_ABOUT = re.compile(r"^(?:那么?|如果是?|要是|换成?)?(?P<noun>.{1,16}?)呢?[？?！!。\s]*$")


@dataclass(frozen=True, slots=True)
class Part:
    """``text`` as it was asked; ``query`` with the subject that it leaves out, if it does."""

    text: str
    query: str

    @property
    def is_carried(self) -> bool:
        return self.text != self.query


@dataclass(frozen=True, slots=True)
class Split:
    """The questions of a message in their order; ``listed`` where it numbers them itself."""

    parts: tuple[Part, ...]
    listed: bool


def split_questions(text: str) -> Split | None:
    """The questions in ``text`` when there are two or more, else None.

    A story and its question are one; what has no topic of its own takes over that of what was asked before.
    """
    if len(text) > _LONGEST:
        return None
    listed = _listed(text)
    if listed is not None:
        before, items = listed
        return _told(before, items, listed=True)
    before, questions, marked = _asked_in_turn(text)
    return _told(before, questions, listed=False) if marked or len(text) <= _STORY else None


def _asked_in_turn(text: str) -> tuple[str, list[str], bool]:
    """What is told before the first question, the questions with what is told before each, and whether a word
    such as "另外" begins one of them."""
    before, marked = "", False
    questions: list[str] = []
    told: list[str] = []
    for clause, another in _clauses(text):
        told.append(clause)
        if questions and not another and _GOES_ON.match(clause):
            questions[-1] += "".join(told)
            told = []
        elif asks(clause):
            if not questions:
                before, told = "".join(told[:-1]), told[-1:]
            marked = marked or (another and bool(questions))
            questions.append("".join(told))
            told = []
    return before, questions, marked


def _told(before: str, questions: Sequence[str], *, listed: bool) -> Split | None:
    if not 2 <= len(questions) <= _MOST:
        return None
    return Split(tuple(_self_contained(before, questions)), listed)


def carried_over(previous: str, asked: str) -> str | None:
    """``asked`` with the subject of the question before, where it names no topic of its own; else None."""
    part = list(_self_contained("", [previous, asked]))[1]
    return part.query if part.is_carried else None


def _self_contained(before: str, questions: Sequence[str]) -> Iterator[Part]:
    told = before.strip("，,。；;！! \n")
    previous = ""
    for question in questions:
        asked = question.strip("，,。；;、 \n")
        query = _how_about(previous, asked)
        if query is None:
            subject = "" if _names_topic(asked) else f"{told}，{_stem(previous)}".strip("，")
            query = f"{subject}，{asked}" if subject else asked
        yield Part(asked, query)
        if _names_topic(asked) or not previous:
            previous = asked


def _how_about(previous: str, asked: str) -> str | None:
    """ "银行罚息呢" after "滞纳金能税前扣除吗": the same question of something else."""
    match = _HOW_ABOUT.match(asked) if "呢" in asked[-3:] and previous else None
    if match is None or _ASKS.search(match["noun"]):
        return None
    plain = previous.rstrip("？?！!。；; ")
    # A tax takes the place of a tax, anything else that of anything else.
    is_tax = match["noun"].endswith("税")
    topics = [topic.span() for topic in _TOPIC.finditer(plain) if topic.group().endswith("税") is is_tax]
    if topics and _names_topic(match["noun"]):
        start, end = topics[-1]
        # "房贷利息" is one thing.
        while (before := next((span for span in topics if span[1] == start), None)) is not None:
            start = before[0]
        return f"{plain[:start]}{match['noun']}{plain[end:]}"
    return f"{match['noun']}，{re.split('[，,]', plain)[-1]}"


def _listed(text: str) -> tuple[str, list[str]] | None:
    """What stands before a list, and its items: "1. … 2. …", "第一，… 第二，…"."""
    marks = [(match, _number(match)) for match in _LIST.finditer(text)]
    wanted: list[re.Match[str]] = []
    for match, number in marks:
        if number == len(wanted) + 1:
            wanted.append(match)
    if len(wanted) < 2:
        return None
    stops = [*(match.start() for match in wanted[1:]), len(text)]
    items = [text[match.end() : stop].strip() for match, stop in zip(wanted, stops, strict=True)]
    if not all(asks(item) or _ASKS.search(item) for item in items):
        return None
    return text[: wanted[0].start()], items


def _number(match: re.Match[str]) -> int:
    sign = next(group for group in match.groups() if group)
    for signs in ("123456789", "①②③④⑤⑥", "一二三四五六"):
        if sign in signs:
            return signs.index(sign) + 1
    raise AssertionError(sign)


def _clauses(text: str) -> Iterator[tuple[str, bool]]:
    """Sentences, cut also where "另外" and the like begin; and whether it was there."""
    another, start = False, 0
    for match in [*sorted([*_END.finditer(text), *_ANOTHER.finditer(text)], key=lambda match: match.end()), None]:
        end = len(text) if match is None else match.start() if match.re is _ANOTHER else match.end()
        if clause := text[start:end].strip():
            yield clause, another
            another = False
        if match is not None:
            start = match.end()
            another = another or match.re is _ANOTHER


def asks(clause: str) -> bool:
    """A question mark, or words that ask in what comes last: what is only told may have them before."""
    body = clause.rstrip("？?！!。；;\n ")
    if "？" in clause[len(body) :] or "?" in clause[len(body) :]:
        return True
    last = max(re.split(r"[，,]", body)[-2:], key=lambda part: bool(_ASKS.search(part)))
    return bool(_ASKS.search(last))


def _names_topic(text: str) -> bool:
    return bool(_TOPIC.search(text))


def _stem(question: str) -> str:
    """A question without what it asks: "车辆购置税要交多少？" → "车辆购置税"."""
    plain = question.rstrip("？?！!。；; ")
    stem = _ASKED.sub("", plain, count=1).strip("，, ")
    return stem if _names_topic(stem) else plain
