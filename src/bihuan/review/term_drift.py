"""term-drift: one fixed term or proper name written two ways.

Nothing is known of the names beforehand. Two places of the text are compared whose surroundings
are the same and which differ in one character: in a term of numerals (两室一廊) by the numeral,
anywhere else by a character that sounds or looks like the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from bihuan.model import Remark, Span
from bihuan.review.case import Case, Item, remark
from bihuan.review.glyphs import confusable, look_alike

_NUMERALS = "一二两三四五六七八九十百千双"
_TWO = str.maketrans("二双", "两两")
_QUOTED = re.compile(r"“([一-龥]{3,12})”")
_COUNTER_ONLY = re.compile(rf"^[{_NUMERALS}](?:个|项|类|种|条|次|级|届|期|批)")
# Characters that replace one another in ordinary prose, where neither spelling is a name.
_ORDINARY = frozenset(
    "的地得了着过是以已一其期及级即给在再做作有由又右于与予为未位名明事市使时实十式个各和合河对队到道等向项像"
    "他她它那哪些此次从并且或也就都不部步年月日号会回后将把被让使按案由来去上下里理利立力例内外前中重新心行性"
    "二两三四五六七八九十百千万亿半第多全每该本党员元圆原"
)
# One of such a pair is another thing, not a slip: 东片党支部, 西片党支部.
_CONTRASTS = frozenset(
    "东西南北中上下左右前后大小老少男女新旧内外城乡村镇县市省党团青红绿一二两双三四五六七八九十甲乙丙春夏秋冬"
)
_VARIANTS = frozenset(
    map(
        frozenset,
        (
            "账帐",
            "订定",
            "份分",
            "象像",
            "作做",
            "查察",
            "记纪",
            "界届",
            "审申",
            "制治",
            "需须",
            "座坐",
        ),
    )
)
_HAN = re.compile(r"“?[一-龥]+”?")
_BEGINS = re.compile(r"[^一-龥]|[对把将在和与及的为是由从向到给于按经用以被等名位座个]")
_PLACE_ENDS = tuple("村镇乡社组桥馆河山湖寺庙站校路")
_INSTITUTION = re.compile(
    r"书院|学院|学校|中学|小学|公园|广场|大桥|水库|水厂|茶厂|驿站|公司|合作社|基地|农场|林场|社区|小区|故居|旧居|旧址|祠堂|"
    r"纪念[馆碑园]|陵园|景区|古[镇村寨]|工程|灌区|渡槽|酒店|宾馆|饭店|超市"
)
_NAME_PART = re.compile(r"[一-龥“”]")
_HAN_ONLY = re.compile(r"[一-龥]")
_MOST = 2
# Surroundings that so many characters fit into are a form, not a name.
_SLOT = 12
_MOST_TERMS = 100
_LIST_MARKS = re.compile(r"[、和与及或/]")


def find(case: Case) -> Iterator[Remark]:
    """One remark for each term of a finding that is written another way there or elsewhere."""
    told: set[tuple[str | None, str]] = set()
    pairs = (
        *_numeral_terms(case.folded),
        *_quoted_names(case),
        *_alike_names(case.folded),
        *_alike_institutions(case.folded),
    )
    for usual, rare in pairs:
        item, first, second = _nearest(case, usual, rare)
        key = (item.finding.id if item else None, case.folded[second[0] : second[1]])
        if key not in told:
            told.add(key)
            yield _told(case, item, first, second)


def _numeral_terms(text: str) -> Iterator[tuple[list[Span], list[Span]]]:
    """Terms, quoted at least once, that differ in one numeral and in nothing else."""
    quoted = {match[1] for match in _QUOTED.finditer(text)}
    masks = {f"{term[:at]}*{term[at + 1 :]}" for term in quoted for at in _numerals_of(term)}
    for mask in sorted(mask for mask in masks if _is_fixed(mask))[:_MOST_TERMS]:
        places: defaultdict[str, list[Span]] = defaultdict(list)
        for match in re.finditer(mask.replace("*", f"[{_NUMERALS}]"), text):
            places[match[0]].append(match.span())
        if len(places) == 2 and not _same_number(set(places)):
            rare, usual = sorted(places, key=lambda t: (len(places[t]), -places[t][0][0]))
            yield places[usual], places[rare]


def _same_number(terms: set[str]) -> bool:
    """Whether the two differ only in how the same number is written: 二委, 两委."""
    return len({term.translate(_TWO) for term in terms}) == 1


def _numerals_of(term: str) -> list[int]:
    return [at for at, character in enumerate(term) if character in _NUMERALS]


def _is_fixed(mask: str) -> bool:
    """Whether the rest names one thing: another numeral or four characters; not 四个一."""
    rest = mask.replace("*", "")
    counted = mask[0] == "*" and _COUNTER_ONLY.match(mask.replace("*", "一"))
    if counted or len(mask) < 3:
        return False
    if len(mask) == 3:
        return mask.startswith("*") and mask.endswith("制")
    return any(character in _NUMERALS for character in rest) or len(rest) >= 4


def _quoted_names(case: Case) -> Iterator[tuple[list[Span], list[Span]]]:
    """Names in quotes within one finding that differ in one character, whatever it looks like."""
    places: defaultdict[str, list[Span]] = defaultdict(list)
    for match in _QUOTED.finditer(case.folded):
        places[match[1]].append(match.span(1))
    masked: defaultdict[str, list[str]] = defaultdict(list)
    for name in places:
        if len(name) >= 4:
            for at in range(len(name)):
                masked[f"{name[:at]}*{name[at + 1 :]}"].append(name)
    for mask, names in masked.items():
        at = mask.index("*")
        if len(names) != 2 or any(name[at] in _CONTRASTS for name in names):
            continue
        rare, usual = sorted(names, key=lambda n: (len(places[n]), -places[n][0][0]))
        where = [s[0] + at for s in places[usual]], [s[0] + at for s in places[rare]]
        if _in_one_finding(case, places[usual], places[rare]) and not _listed(case.folded, *where):
            yield places[usual], places[rare]


def _in_one_finding(case: Case, usual: list[Span], rare: list[Span]) -> bool:
    homes = [case.item_at(span[0]) for span in usual]
    return any((item := case.item_at(span[0])) is not None and item in homes for span in rare)


def _alike_names(text: str) -> Iterator[tuple[list[Span], list[Span]]]:
    """Names that differ in one character which sounds or looks like the other."""
    seen: set[tuple[int, int]] = set()
    for before, after, groups in _masked(text):
        for usual, rare in _confused(text, groups):
            place = (usual[0], rare[0])
            if place not in seen and _is_one_name(text, *place):
                seen.add(place)
                first = [_widened(text, at, rare[0], before, after) for at in usual]
                second = [_widened(text, at, usual[0], before, after) for at in rare]
                yield first, second


def _alike_institutions(text: str) -> Iterator[tuple[list[Span], list[Span]]]:
    """Names of places and bodies whose first character sounds or looks like another's."""
    places: defaultdict[str, defaultdict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for match in _INSTITUTION.finditer(text):
        for start in range(max(0, match.start() - 4), match.start() - 1):
            name = text[start : match.end()]
            if _HAN.fullmatch(name) and _BEGINS.match(text[start - 1 : start] or "。"):
                places[name[1:]][name].append((start, match.end()))
    for names in places.values():
        for one, other in combinations(names, 2):
            first, second = one[0], other[0]
            if {first, second} & (_ORDINARY | _CONTRASTS) or not confusable(first, second):
                continue
            rare, usual = sorted((names[one], names[other]), key=lambda p: (len(p), -p[0][0]))
            if not _listed(text, [s[0] for s in usual], [s[0] for s in rare]):
                yield usual, rare


def _is_one_name(text: str, one: int, other: int) -> bool:
    """Whether what the two places share is enough for a name.

    Where nothing is shared before two characters, they must begin a word, or they may be the ends
    of different ones: 高举…, 依据…. One that begins a word will do for two that look alike.
    """
    left, right = _shared(text, one, other, -1), _shared(text, one, other, 1)
    if left == 0:
        begins = [bool(_BEGINS.match(text[at - 1 : at] or "。")) for at in (one, other)]
        return right >= 5 and (all(begins) or (any(begins) and look_alike(text[one], text[other])))
    if left + right >= 4:
        return right > 0 or left >= 6
    if right >= 2 and _INSTITUTION.match(text, one + 1):
        return all(_BEGINS.match(text[at - left - 1 : at - left] or "。") for at in (one, other))
    return left == 2 and text[one + 1 : one + 2] in _PLACE_ENDS


def _shared(text: str, one: int, other: int, step: int) -> int:
    """How many characters agree from the two places on; a name's quotes count too."""
    count = 0
    while count < 8 and _agree(text, one + step * (count + 1), other - one):
        count += 1
    return count


def _masked(text: str) -> Iterator[tuple[int, int, Iterable[dict[str, list[int]]]]]:
    """Places by their surroundings: (characters before, after, groups of character -> places)."""
    for before, after in ((1, 2), (2, 1), (0, 5)):
        width = before + after + 1
        columns = [text[k:] for k in range(width)]
        middle = columns.pop(before)
        # Joined at the speed of the interpreter's own loops: this is most of the review's time.
        keys = list(map("".join, zip(*columns, strict=False)))
        last = dict(zip(keys, middle, strict=False))
        mixed = {
            k for k, c in zip(keys, middle, strict=False) if last[k] != c and _HAN.fullmatch(k)
        }
        groups: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
        for at, key in enumerate(keys):
            if key in mixed:
                groups[key].setdefault(middle[at], []).append(at + before)
        yield before, after, groups.values()


def _confused(
    text: str, groups: Iterable[dict[str, list[int]]]
) -> Iterator[tuple[list[int], list[int]]]:
    for group in groups:
        characters = [c for c in group if "一" <= c <= "龥" and c not in _ORDINARY]
        if len(characters) > _SLOT:
            continue
        for index, one in enumerate(characters):
            for other in characters[index + 1 :]:
                if frozenset((one, other)) in _VARIANTS or not confusable(one, other):
                    continue
                rare, usual = sorted((group[one], group[other]), key=lambda p: (len(p), -p[0]))
                if len(rare) <= _MOST and not _listed(text, usual, rare):
                    yield usual, rare


def _listed(text: str, usual: list[int], rare: list[int]) -> bool:
    """Whether the two stand side by side in an enumeration, as two names do."""
    return any(
        abs(a - b) < 16 and _LIST_MARKS.search(text[min(a, b) : max(a, b)])
        for a in usual
        for b in rare
    )


def _widened(text: str, at: int, other: int, before: int, after: int) -> Span:
    """The name around a place, as far as it agrees with the other spelling."""
    start, end = at - before, at + after + 1
    while at - start < 6 and _agree(text, start - 1, other - at):
        start -= 1
    while end - at < 7 and _agree(text, end, other - at):
        end += 1
    while not _HAN_ONLY.fullmatch(text, start, start + 1):
        start += 1
    while not _HAN_ONLY.fullmatch(text, end - 1, end):
        end -= 1
    return start, end


def _agree(text: str, at: int, shift: int) -> bool:
    inside = 0 <= at < len(text) and 0 <= at + shift < len(text)
    return inside and text[at] == text[at + shift] and bool(_NAME_PART.match(text, at))


def _nearest(case: Case, usual: list[Span], rare: list[Span]) -> tuple[Item | None, Span, Span]:
    """A spelling pair within one finding if there is one, else the rarer spelling's finding."""
    for second in rare:
        item = case.item_at(second[0])
        first = next((s for s in usual if item and case.item_at(s[0]) is item), None)
        if first is not None:
            return item, first, second
    return case.item_at(rare[0][0]), usual[0], rare[0]


def _told(case: Case, item: Item | None, first: Span, second: Span) -> Remark:
    text = case.document.text
    one, other = (text[slice(*span)] for span in (first, second))
    message = f"同一名称写成“{one}”和“{other}”两种，请核实正确写法并全文统一。"
    return remark("term-drift", item, message, tuple(sorted((first, second))))
