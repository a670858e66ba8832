"""Plain patterns for the acts that must work without Rasa; narrow, so that no question on tax is taken for one."""

import re
import unicodedata
from collections.abc import Mapping

_PUNCTUATION = re.compile(r"[\W_]+")

_PERSON = r"(人工|真人|活人|坐席|接线员|工作人员|客服|领导|主管|专管员)"
_TO_A_PERSON = re.compile(rf"(转接?|接通?|换成?|呼叫)(一下|到|个|为|你们的?|我)*{_PERSON}")
_WANTS_A_PERSON = re.compile(
    rf"(要|找|叫|请|联系|帮我)+(一下|接|到|个|你们的?|我)*{_PERSON}"
    r"|^(在线)?(人工|人工客服|人工服务|人工坐席|坐席|真人|客服|工作人员)(在吗|在不在|在线吗)?$"
)
_NOT_A_PERSON = re.compile(
    r"人工(费|成本|智能|工资|薪酬|支出|林)|客服(费|外包|人员)|不(用|要|需要|想)?(转|找|接)?人工|取消"
    r"|12366(的|热线|电话)?(怎么|如何|啷个|咋个?|怎样)(才)?(能|可以)?(转|找|接)"
)
_ON_TAX = re.compile(r"税|票|抵扣|申报|社保|费|款|工资|公司|企业")
# How long stories end: who is wanted and what for is said in full, so words on tax around it change nothing.
_WANTS_SOMEBODY_NOW = re.compile(
    r"给我(打|回)一?个电话(好吗|可以吗|行吗|行不行|可以不|要得不|好不好)$"
    r"|(哪个|哪位|能不能|可不可以)(老师|同志|工作人员|你们)?(能|可以)?加(一?个|一?下|我)+(微信|qq)(?!支付|付款|收款)"
    r"|(找|派|安排|叫|喊|换)一?(个|位)(懂|明白|内行|管事|负责|听得懂)的?(人|老师|同志)?(来)?(跟|和|给)我(讲|说|聊|谈|解释)(?!课)"
    r"|我(就|只)?(要|想)(和|跟)(真人|活人|人|你们的人|负责的人?|管事的)(说话|说理|讲话|讲理|对话|通话)"
    r"|(得|要|只能|必须)(让|叫|喊)(你们的?)?工作人员(来)?(看|看看|看下|核对|处理|跟我说|跟我讲|联系我)(吧|嘛|才行)?$"
)
_TELLS_OF_A_CALL = re.compile(r"骗|冒充|自称|真的|假的|接到|有人|(?<!能)说(?!话|理)")
_DEMANDS = re.compile(
    r"(今天|现在|马上|立刻|立即)(必须|一定)?要?(有人|派人|叫人|喊人|找人)给我(一?个)?(解决|说法|交代|答复|处理)"
    r"|给我(一|来|派|找|换|喊|叫)个人来?(解决|处理)"
    r"|(我|老子)(今天)?(就)?要(投诉|告)你们"
)
_ASKS_WHERE_TO_COMPLAIN = re.compile(r"电话是|什么电话|哪|怎么|怎样|如何|渠道|流程|(吗|么)$")
_WANTS_THE_MACHINE = re.compile(
    r"(继续|还是|回到|返回|切换?回?到?|换回|转回?|重新)(来?问|让|用)?(机器人|智能客服|智能咨询|自助)"
    r"|(取消|退出|结束|不用|不要|不|先不)(转|找|等|接)?(人工|排队)了?$|^不等了|^不排队了"
)
_IN_DISTRESS = re.compile(r"不想活|活不下去|活着没意思|想(去)?死|死了算了|自杀|轻生|寻短见|跳楼")
_FRAUD = re.compile(
    r"(怎么|怎样|如何|教我|帮我|想|哪里|哪儿|能不能|可以).{0,8}"
    r"(虚开|买(点|些|几张|进项|专)发?票|卖发?票|开(几张|点|些)?假(发)?票|两套账|内外账|逃税|偷税|漏税|骗(取)?(出口)?退税|隐瞒收入)"
)
_OFFICIAL = r"(专管员|税管员|税官|所长|科长|稽查)"
_FRAUD_IN_OTHER_WORDS = re.compile(
    r"(哪里|哪儿|哪点|谁|哪家)(有|能|可以|还)*(买得?到|买|卖)(点|些|几张)?(增值税)?(专用发票|专票|进项票?|富余票)(?!打印|机|纸|夹)"
    rf"|{_OFFICIAL}(摆平|打点|塞红包).{{0,4}}(多少|好多|几千|几万)"
    rf"|(怎么|想|找人)?(摆平|打点){_OFFICIAL}"
    r"|(帮我|给我|帮忙|教我|怎么)(p一?[张份个]|伪造一?[张份个]?)(完税证明|完税凭证|纳税证明|纳税记录|缴税证明|发票)"
)
_ON_THE_LAW_OF_FRAUD = re.compile(
    r"处罚|罚款|判|坐牢|后果|责任|认定|区别|举报|处理|标准|善意|收到|取得|什么是|是什么|定义|怎么办|补救|风险|罪"
)
_ORDERS_THE_MACHINE = re.compile(
    r"^(系统|后台)?管理员(指令|命令)|ignore(all)?(the)?previousinstructions"
    r"|(忽略|无视)(你)?(以上|之前|前面|上面)的?(所有|全部|一切)?的?(指令|规则|设定)"
    r"|(假装|扮演|假设)你?(是|成)?.{0,6}(局长|处长|所长)(给我|帮我)?(写|出|签|批)一?[份个张]"
)
_ACKNOWLEDGES = re.compile(
    r"(好|行|可以|嗯|哦|噢|是|对|知道|明白|懂|收到|清楚|ok|不用|没有|没事|不是|不对|不)(的|了|吧|啊|呢|呀|哈|嘞|谢谢)*"
)
_COURTESIES: Mapping[str, re.Pattern[str]] = {
    "utter_greet": re.compile(r"(你好|您好|哈喽|嗨|hi|hello|在吗|在么|早上好|上午好|中午好|下午好|晚上好|老师|啊|呀)+"),
    "utter_thanks": re.compile(
        r"(好的?|明白了?|知道了|懂了|收到|清楚了|嗯)*(非常|太|多)?(谢谢|感谢|多谢|谢了|辛苦了?)(你|您|老师|了|啦|啊)*"
    ),
    "utter_goodbye": re.compile(r"(再见|拜拜|没有?别?的?其?他?问题了|没事了|先这样吧?|bye)+"),
}


def plain(text: str) -> str:
    """The text without width, case, spaces and punctuation."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text).lower())


def asks_for_a_person(text: str) -> bool:
    """Says "转人工" or "找个真人"; not "人工费", nor the wish to go on without one."""
    words = plain(text)
    if _NOT_A_PERSON.search(words):
        return False
    if _WANTS_SOMEBODY_NOW.search(words) and not _TELLS_OF_A_CALL.search(words):
        return True
    return bool(_TO_A_PERSON.search(words) or (_WANTS_A_PERSON.search(words) and not _ON_TAX.search(words)))


def demands_action(text: str) -> bool:
    """Complains and wants somebody to act now ("今天必须有人给我解决"); not a question where to complain."""
    words = plain(text)
    return bool(_DEMANDS.search(words)) and not _ASKS_WHERE_TO_COMPLAIN.search(words)


def wants_the_machine(text: str) -> bool:
    """Says "继续问机器人" or "不等了": holds while a person is waited for."""
    return bool(_WANTS_THE_MACHINE.search(plain(text)))


def is_in_distress(text: str) -> bool:
    """Speaks of ending their life: before anything else."""
    return bool(_IN_DISTRESS.search(plain(text)))


def asks_for_help_with_fraud(text: str) -> bool:
    """Wants to do it; not a question about what the law says of it."""
    words = plain(text)
    wanted = _FRAUD.search(words) or _FRAUD_IN_OTHER_WORDS.search(words)
    return bool(wanted) and not _ON_THE_LAW_OF_FRAUD.search(words)


def orders_the_machine(text: str) -> bool:
    """Tells the service to be something else, or to drop its rules."""
    return bool(_ORDERS_THE_MACHINE.search(plain(text)))


def acknowledges(text: str) -> bool:
    """Says yes, no or "知道了", and nothing else."""
    return bool(re.fullmatch(rf"(?:{_ACKNOWLEDGES.pattern})+", plain(text)))


def courtesy_in(text: str) -> str | None:
    """The name of the response to a message that is nothing but a courtesy."""
    words = plain(text)
    return next((name for name, pattern in _COURTESIES.items() if pattern.fullmatch(words)), None)
