"""foreign-place: a place of another province or city, as left by a template.

Most places that a report names it names rightly: people travel, buy and study elsewhere. So a
foreign name is told only where it stands as if it were the office's own: as the aim of its work
(助力…建设), as its authority (…市委), or as the place that a rule of its own is named after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.model import Remark, Span
from bihuan.review.case import Case, Item, remark
from bihuan.review.gazetteer import Mention, mentions, ordinary_names

_HEAD = 600
_REACH = 40
_AIM = re.compile(
    r"助力|助推|推[动进]|促进|服务(?:于)?|建设|打造|争[创当做]|创[建造]|奋力|谱写|融入|围绕|立足|结合|贡献|赋能|加快|"
    r"建成|实现|支撑|擦亮|讲好|推广|展现|美丽|幸福|平安|法治|数字|健康|文明|魅力|为|在|全面|提[升高]|增强|改善|优化|加强|"
    r"维护|维持|保障|守护|描绘|让|树立|展示|彰显"
)
# Words that introduce only the office's own place: 助力…, 建设美丽宜居….
_FOR = re.compile(
    r"(?:助力|助推|服务|服务于|赋能|服务保障|保障|打造|争创|擦亮|讲好|推[动进]|促进|建设|建成|奋进|谱写)"
    r"(?:美丽|宜居|幸福|平安|法治|数字|健康|文明|魅力|和谐|社会主义|现代化|新时代|新|中国式)*$|"
    r"(?:美丽|宜居|幸福|平安|法治|健康|文明|魅力|活力|书香|清廉|信用)$"
)
_AIM_AFTER = re.compile(
    r"建设|发展|振兴|贡献|崛起|实际|实践|篇章|大局|样板|标杆|梯队|名片|品牌|窗口|走在|经济社会|高质量|全域|全市|全省|"
    r"全县|全区|城市|社会|稳定|民[^,。;]{0,4}(?:获得感|幸福|安全感|满意|生活)|形象|营商|教育|农业|工业|产业|乡村|基层|新篇章|人民|市民|群众|百姓|老百姓|干部|新局面|健康|文明|美丽|幸福|平安|法治|现代化|目标|战略|力量|智慧|环境|治理|提供|提升|争[光先]|增[光色]"
)
_AUTHORITY = re.compile(
    r"(?:委(?!托)|纪委|人民政府|政府|人大|政协|党委|组织部|财政局|巡察|监委|[一-龥]{2,6}(?:局|委员会|办公室))"
)
_RULE = re.compile(r"^[^《》]{0,30}(?:办法|规定|细则|方案|条例|意见|通知|标准|制度|规划)")
_BUSINESS = re.compile(
    r"赴|前往|[到去往在](?=[一-龥]{2,8}(?:等地|学习|考察|参观|培训|观摩|调研|出差|开会|务工|打工|就医|招商|挂职|跟班|旅游|居住|"
    r"经商|就业|采购|参加|读书|上学|召开|举办|从事|租|购|开展|进行))|考察|学习(?!贯彻)|借鉴|参观|观摩|培训|经验|做法|先进|典型|案例|采购|购[买置进]|引进|"
    r"引入|招[商引]|客商|来自|籍|务工|打工|协作|协议|帮扶|支援|结对|对接|合作|共建|携手|联合|企业|公司|集团|大学|学院|医院|院校|专家|教授|"
    r"团队|出差|报销|公款|差旅|住宿|异地|外地|户籍|产地|生产|供应商|出售|销[往售]|展会|博览会|"
    r"高速|铁路|机场|航班|看守所|监狱|事件|会议精神|精神|革命|战役|起义|时期|会师|故居|纪念馆|流动党员|外出|"
    r"在外|返乡|品种|大学生|律师|事务所|研究院|研究所|基金会|商会"
)
_IN_A_NAME = re.compile(
    r"[一-龥]{0,3}?(?:[东南西北中]?路|街(?!道)|大道|大厦|酒店|宾馆|银行|法院|电网|燃气|快递|物流|市场|[一-龥]线|河(?!长)|牌)"
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where the office lies: the codes of all places that it may be; none where unknown."""

    codes: frozenset[str]

    def holds(self, mention: Mention) -> bool:
        """Whether a place is the home, above it, below it, or in the same prefecture."""
        return any(
            home.startswith(place.code) or place.code.startswith(home[:4])
            for place in mention.places
            for home in self.codes
        )


def find(case: Case) -> Iterator[Remark]:
    """One remark for each answer, and one for the rest of the document, that names such places."""
    home = locate(case)
    for item in case.items:
        if item.response is None:
            continue
        found = list(foreign(item.response.folded, home))
        if found:
            spans = [s for m in found for s in item.response.spans(*m.span)]
            yield _told(item, found, tuple(spans))
    rest = [
        (m, (start + m.span[0], start + m.span[1]))
        for start, end in case.outside
        for m in foreign(case.folded[start:end], home)
    ]
    if rest:
        yield _told(None, [m for m, _ in rest], tuple(span for _, span in rest))


def locate(case: Case) -> Home:
    """Where the inspected unit lies, from its name, the title, the inspector, and the text.

    A county that the list doesn't know (a new or an invented one) is found by the province or city
    named before it; else by the authorities that the text names more than once or at its head.
    """
    register = case.register
    named = " ".join(filter(None, (register.unit, register.title, register.inspector)))
    stated = stated_in(named)
    if stated.codes:
        return stated
    county = re.search(r"(?:中共)?([一-龥]{1,5}?[县区市旗州])", register.unit or "")
    text = case.folded
    if county:
        parents = [m for m in mentions(text) if text.startswith(county[1], m.span[1])]
        if parents:
            return _agreeing(parents)
    return _by_authorities(text)


def stated_in(named: str) -> Home:
    """Where the units of these names lie, by the places in them; a home without codes for none."""
    own = [mention for mention in mentions(named) if mention.full]
    return _agreeing(own) if own else Home(frozenset())


def _agreeing(found: list[Mention]) -> Home:
    """The candidates that lie within one another, most specific first: 海南省…东方市."""
    found = sorted(found, key=lambda m: -max(len(p.code) for p in m.places))
    codes = {p.code for p in found[0].places}
    for mention in found[1:]:
        parents = tuple(p.code for p in mention.places)
        narrowed = {code for code in codes if code.startswith(parents)}
        codes = narrowed or codes
    return Home(frozenset(codes))


def _by_authorities(text: str) -> Home:
    counted: Counter[str] = Counter()
    places: dict[str, Mention] = {}
    for mention in mentions(text):
        if mention.full and _AUTHORITY.match(text, mention.span[1]):
            weight = 2 if mention.span[0] < _HEAD else 1
            counted[mention.name] += weight
            places[mention.name] = mention
    trusted = [places[name] for name, weight in counted.most_common() if weight > 1]
    return _agreeing(trusted[:1]) if trusted else Home(frozenset())


def foreign(text: str, home: Home) -> Iterator[Mention]:
    """The places elsewhere that a folded text names as if they were the author's own."""
    for mention in mentions(text):
        if not home.holds(mention) and _as_own(text, mention, home):
            yield mention


def _as_own(text: str, mention: Mention, home: Home) -> bool:
    start, end = _clause(text, mention.span)
    before = text[start : mention.span[0]].replace("\n", "")
    after = text[mention.span[1] : end].replace("\n", "")
    if mention.name in ordinary_names():
        return False
    if _BUSINESS.search(before[-16:] + mention.name + after[:16]) or _IN_A_NAME.match(after):
        return False
    # Without a home a province may be the office's own; a city of which nothing else is told isn't.
    known = bool(home.codes) or any(len(place.code) > 2 for place in mention.places)
    if mention.full and before.endswith("《"):
        return known and bool(_RULE.match(after))
    if mention.full and known and _AUTHORITY.match(after):
        return not _near(mention, home)
    if _FOR.search(before):
        return True
    aims = _AIM.search(before[-8:]) is not None and _AIM_AFTER.search(after[:12]) is not None
    return aims and (not _is_small_city(mention) or _AIM_AFTER.match(after) is not None)


def _near(mention: Mention, home: Home) -> bool:
    """Whether a place lies in the home's province, whose offices a text names for many reasons."""
    return any(p.code[:2] == code[:2] for p in mention.places for code in home.codes)


def _is_small_city(mention: Mention) -> bool:
    return not mention.full and all(len(p.code) == 6 for p in mention.places)


def _clause(text: str, span: Span) -> Span:
    floor, ceiling = max(0, span[0] - _REACH), min(len(text), span[1] + _REACH)
    start = max(text.rfind(mark, floor, span[0]) + 1 for mark in ",。;:!?、")
    ends = [at for mark in ",。;:!?" if (at := text.find(mark, span[1], ceiling)) >= 0]
    return max(start, floor), min(ends, default=ceiling)


def _told(item: Item | None, foreign: list[Mention], spans: tuple[Span, ...]) -> Remark:
    listed = "、".join(f"“{name}”" for name in dict.fromkeys(m.name for m in foreign))
    message = (
        f"文中出现外地地名{listed}，像是套用外地材料留下的，"
        "请改成本地实际情况；确有其事的，写明与外地的关系。"
    )
    return remark("foreign-place", item, message, spans)
