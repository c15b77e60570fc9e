"""Names of people in a text: whose are private, and whose stand there by their office.

No list holds everybody's name. A name is told by what stands around it: a word for a resident, a
household or a relative makes it private, an office held makes it an official's; without either it
is taken for a private name where its characters are those of names and it stands free.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_KIN = re.compile(
    r"(?:一?家(?![庭具电长])|户|夫妇|夫妻|父子|父女|母子|母女|兄弟|姐妹|姊妹|爷孙|婆媳|"
    r"(?:的|之)?(?:妻子|丈夫|儿子|女儿|父亲|母亲|儿媳|女婿|弟弟|哥哥|妹妹|姐姐|侄子|侄女|外甥|岳父|岳母|配偶|亲属|家属|家人|子女|"
    r"(?<=之)[妻夫子女父母弟兄])|"
    r"(?:、|和|及)?等?\s?[\d一二三四五六七八九十百两]+\s?(?:户|名(?:村民|群众|居民|学生|患者|工人|职工|农民工|老人|脱贫户|低保|特困|残疾|监测)|"
    r"人(?:的|违规|重复|死亡|冒领|领取|享受|工资|低保|补贴|不符|不应|未|分别|共|,|。|;))|"
    r"(?:老人|大爷|大娘|大婶|大叔|老汉|师傅|女士|先生|同学|小朋友|患者|学生|村民)|"
    r"[,(]\s?(?:男|女|身份证|户主|\d+\s?岁|[^,()\n]{0,6}组[,)])|\(.{0,3}(?:父|母|夫|妻|子|女)\))"
)
# What follows a name. Single characters that names hold too are left to the longer words.
_FOLLOWS = re.compile(
    r"$|[\s,。;:!?、()\[\]“”‘’'\"/《》<>…-]|等|的|与|及|和|为|系|家|户|之|临时|补办|进行|在|已|因|是|于|到|向|被|将|把|说|称|从|对|"
    r"反映|领取|享受|发放|签订|购买|身份证|电话|手机|同志|诉|要求|住|现|申请|长期|未|违规|冒领|虚报|提供|承包|经营|出租|"
    r"存在|死亡|去世|患|就读|骗取|套取|分别|共|名下|账|卡|一卡通|一折通|纳入|列入|仍|还|应|只|曾|至今|重复|所|年|欠|借|代|缴|交|支付|低保|养老|医保|补贴|补助|工资|款|个人|本人|"
    r"一家|两|二|三|四|五|六|七|八|九|\d|多次|擅自|占用|非法|私自|签字|签名|收取|收到|退|已故|投诉|举报|来访|信访|上访|"
    r"去年|今年|医疗|看病|无|没有|不|获|得|拿|给|帮|做|种|养|盖|建房|修|开|办理|参加|加入|服务|供货|承揽|承建|施工|负责|任|担任|"
    r"提出|表示|介绍|认为|介入|家庭|夫妇|父|母|妻|女士|先生|老人|某"
)
_NO_NAME_FOLLOWS = re.compile(
    r"家庭农场|[一-龥]{0,6}(?:公司|商店|超市|商行|饭店|餐馆|饭庄|酒店|诊所|药店|合作社|农场|工厂|门市|经营部|服务部|中心|学校|医院)|"
    r"\s?[\[〔(【]\s?\d{4}|[村镇乡县市区州省组河湖山路街桥站所局厂店馆园寺庙]"
)
# What stands before a name that nothing else tells of.
_FREE = re.compile(
    r"(?:^|[\s.,。;:!?、()\[\]“”‘’'\"/《》<>…-]|[的给由对与和及被为系是叫找经让请将把从欠替代]|向|收取|收受|收回|追回|拖欠|收到|发放|包括|"
    r"分别为|涉及|其中|发现|组|村|社区|社|屯|寨|湾|坪|队|名为|名叫|通过|安排|聘请|雇用|雇佣|委托|同意|支付|退还|返还|"
    r"借用|冒用|指使|伙同|联系|补助|补发|帮助|资助|慰问|走访|看望|询问|约谈|找到|告知|书面答复|打入|转入|汇入|存入|划入|退至|退到|转给|对象为)$"
)
_NO_SECOND = frozenset("的等户和与及已因是被将把说了也都不其该并某、")
_NO_THIRD = frozenset(
    "的等户家和与及在已因是于向被将把说称未为了也都不有从对其该并或之至到由以分共现住欠领某村镇乡县市区组社队"
)
_LIST = re.compile(r"\s?[、,和及]\s?")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text; `private` says that it is not an official's acting in office."""

    text: str
    start: int
    end: int
    private: bool


def surname_of(name: str) -> str:
    """The surname that a name begins with; empty where it begins with none that is known."""
    return next((name[:n] for n in (2, 1) if name[:n] in _surnames()), "")


def private_names(texts: Sequence[str], officials: Collection[str] = ()) -> list[list[Name]]:
    """The private names in each of the folded texts, in order, without overlaps.

    Who is once told to be private is so wherever the name stands without an office before or after
    it; `officials` are known to hold one, and are private only where a word beside them says so.
    """
    found = [_told(text) for text in texts]
    named = [name for names in found for name in names]
    private = {name.text for name in named if name.private}
    held = {name.text for name in named if not name.private} | set(officials)
    everywhere = _pattern(private - set(officials))
    return [
        _complete(text, names, everywhere, held) for text, names in zip(texts, found, strict=True)
    ]


def _complete(
    text: str, told: list[Name], everywhere: re.Pattern[str] | None, held: set[str]
) -> list[Name]:
    """Adds what no word stands beside: a name that is private elsewhere, or a free one."""
    names = list(told)
    taken = _Taken(names)
    for match in everywhere.finditer(text) if everywhere else ():
        taken.add(Name(match[0], *match.span(), private=True), names)
    for name in _free(text):
        if name.text not in held:
            taken.add(name, names)
    return sorted((name for name in names if name.private), key=lambda name: name.start)


class _Taken:
    """Which places of a text are some name's already."""

    def __init__(self, names: list[Name]) -> None:
        self._places = {at for name in names for at in range(name.start, name.end)}

    def add(self, name: Name, names: list[Name]) -> None:
        """Adds a name to the list where nothing else stands in its place."""
        places = range(name.start, name.end)
        if not self._places.intersection(places):
            self._places.update(places)
            names.append(name)


def _pattern(names: Collection[str]) -> re.Pattern[str] | None:
    longest = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))) if longest else None


# What the words beside a name tell


@lru_cache(maxsize=1)
def _cues() -> re.Pattern[str]:
    private, offices = _either(_words("private_words.txt")), _either(_words("offices.txt"))
    trade = r"(?:公司|企业|合作社|厂|店|商行|工程队|施工队|中心|超市)(?:的)?"
    return re.compile(
        rf"(?P<trade>{trade}(?:{offices}))|(?P<private>{private})|(?P<office>{offices})"
    )


_BETWEEN = re.compile(
    r"(?:[一二三四五六七八九十\d]+(?:组|社|队))?(?:代表)?(?:同志)?\s?(?:[:“\"(]|姓名|分别)?(?:为|是|有)?\s?[:]?\s?"
)


@lru_cache(maxsize=1)
def _held_after() -> re.Pattern[str]:
    """An office that follows a name: 冉庆丰书记."""
    held = _either(word for word in _words("offices.txt") if len(word) == 2)
    return re.compile(
        rf"(?:同志)?(?:副?(?:{held})(?![家的之妻夫子女])|同志(?:任|担任|兼任)|,?(?:时任|现任))"
    )


def _told(text: str) -> list[Name]:
    """The names beside which a word tells whose they are."""
    names: list[Name] = []
    taken = _Taken(names)
    for cue in _cues().finditer(text):
        private = cue["office"] is None
        between = _BETWEEN.match(text, cue.end())
        start = between.end() if between else cue.end()
        for name in _run(text, start, private=private):
            taken.add(name, names)
    for name in _before_cues(text):
        taken.add(name, names)
    return names


def _run(text: str, start: int, *, private: bool) -> Iterator[Name]:
    """A name at a place, and those that are listed after it."""
    while name := _name_at(text, start, private=private, sure=True):
        if private and _held_after().match(text, name.end):
            return
        yield name
        following = _LIST.match(text, name.end)
        if following is None:
            return
        start = following.end()


def _before_cues(text: str) -> Iterator[Name]:
    """Names that a household, a relative or an office after them tells of; lists come with them."""
    for start in _begins(text):
        name = _name_at(text, start, private=True, sure=True, after=_KIN)
        if name and (_is_usual(name) or (_is_usual(name, 2) and _stands_free(text, name))):
            yield from _listed_before(text, name)
            yield name
            continue
        name = _name_at(text, start, private=False, sure=True, after=_held_after())
        if name and _stands_free(text, name):
            yield name


def _listed_before(text: str, last: Name) -> Iterator[Name]:
    """The names of the list that ends with this one: 甲、乙、丙等3户."""
    end = last.start
    while end > 0 and text[end - 1] in "、,和及":
        name = _name_ending(text, end - 1)
        if name is None:
            return
        yield name
        end = name.start


def _name_ending(text: str, end: int) -> Name | None:
    for length in (3, 4, 2):
        start = end - length
        found = start >= 0 and _name_at(text, start, private=True, sure=True)
        if found and found.end == end and (start == 0 or _stands_free(text, found)):
            return found
    return None


# What a name looks like


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(_words("surnames.txt")) | _rare()


@lru_cache(maxsize=1)
def _rare() -> frozenset[str]:
    """Surnames that are mostly something else: only a word beside them makes a name of them."""
    return frozenset(_words("rare_surnames.txt"))


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset("".join(_words("given_names.txt")))


@lru_cache(maxsize=1)
def _single() -> frozenset[str]:
    return frozenset(_words("single_names.txt"))


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(_words("ordinary_words.txt"))


def _words(name: str) -> list[str]:
    lines = files("bihuan.reports").joinpath("data", name).read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _starts() -> re.Pattern[str]:
    return re.compile(_either(_surnames()))


def _begins(text: str) -> Iterator[int]:
    """Where a name may begin: a surname's character, unless it ends an ordinary word."""
    for match in _starts().finditer(text):
        start = match.start()
        if text[max(0, start - 1) : start + 1] not in _ordinary():
            yield start


def _bare(text: str, start: int) -> Name | None:
    """Characters of a name of three, whatever follows but a unit's or company's word."""
    surname = surname_of(text[start : start + 2])
    end = start + len(surname) + 2
    given = text[start + len(surname) : end]
    ordinary = _is_ordinary(text[start : start + 3]) or _NO_NAME_FOLLOWS.match(text, end)
    if not surname or ordinary or not _given_fits(given, 2, sure=False):
        return None
    return Name(text[start:end], start, end, private=True)


_HAN = re.compile(r"[一-龥〇]")
_DOTTED = re.compile(r"[一-龥]{2,8}(?:[·•‧][一-龥]{2,8}){1,3}")


def _name_at(
    text: str, start: int, *, private: bool, sure: bool, after: re.Pattern[str] | None = None
) -> Name | None:
    """The name that begins at a place, as long as what follows it allows; None for none.

    `sure`: a word beside it tells that it is one, so that its characters need not be those of most
    names. `after` must follow it.
    """
    dotted = _DOTTED.match(text, start) if sure else None
    if dotted:
        end = _dotted_end(text, dotted)
        return Name(text[start:end], start, end, private)
    surname = surname_of(text[start : start + 2])
    if not surname or _is_ordinary(text[start : start + 3]):
        return None
    first = start + len(surname)
    lengths = [n for n in (2, 1) if _given_fits(text[first : first + n], n, sure=sure)]
    ends = [first + n for n in lengths if _ends_at(text, first + n, after)]
    if not ends and sure and lengths and after is None:
        # Nothing known follows; the characters decide.
        ends = [first + n for n in lengths if set(text[first : first + n]) <= _given()]
    if not ends:
        return None
    return Name(text[start : ends[0]], start, ends[0], private)


def _dotted_end(text: str, dotted: re.Match[str]) -> int:
    """Where a name of the form 热依汗·买买提 ends: at the first place that a name may end at."""
    last = max(dotted[0].rfind(dot) for dot in "·•‧") + 1
    ends = range(dotted.start() + last + 2, dotted.end())
    return next((end for end in ends if _ends_at(text, end, None)), dotted.end())


def _given_fits(given: str, length: int, *, sure: bool) -> bool:
    if len(given) < length or not all(map(_HAN.match, given)) or given[0] in _NO_SECOND:
        return False
    if length == 2 and given[1] in _NO_THIRD:
        return False
    return sure or set(given) <= _given()


def _ends_at(text: str, end: int, after: re.Pattern[str] | None) -> bool:
    if after is not None:
        return after.match(text, end) is not None
    return _FOLLOWS.match(text, end) is not None and not _NO_NAME_FOLLOWS.match(text, end)


def _is_usual(name: Name, least: int = 3) -> bool:
    """Whether so many characters or more are all those of names."""
    return len(name.text) >= least and set(name.text[len(surname_of(name.text)) :]) <= _given()


def _is_ordinary(beginning: str) -> bool:
    return beginning[:2] in _ordinary() or beginning in _ordinary()


def _stands_free(text: str, name: Name) -> bool:
    return _FREE.search(text, max(0, name.start - 4), name.start) is not None


def _free(text: str) -> Iterator[Name]:
    """Names that no word tells of, but their characters, and what stands on either side."""
    for start in _begins(text):
        if text[start] in _rare():
            continue
        name = _name_at(text, start, private=True, sure=False) or _bare(text, start)
        long = name and (len(name.text) > 2 or name.text[1] in _single())
        if name and long and _stands_free(text, name):
            yield name
