"""What comparing finds, and what it must not."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from bihuan.model import Comparison, Grade, Text
from bihuan.originality import compare
from tests.originality import other
from tests.originality.generator import Style as Of
from tests.originality.generator import honest, passage, planted
from tests.originality.scoring import score

LONG = Of(length=(3000, 4000), outline=False)


def texts(*bodies: str) -> list[Text]:
    return [Text(f"{number}.txt", body) for number, body in enumerate(bodies)]


def own(seed: int, length: int = 600) -> str:
    return passage(random.Random(seed), length)


def shared(found: Comparison, body: str) -> str:
    """What of the first text the first pair's first passage covers."""
    start, end = found.pairs[0].passages[0].a
    return body[start:end]


# Small and odd texts


def test_nothing_and_next_to_nothing() -> None:
    assert compare([]) == Comparison(0, (), ())
    assert not compare(texts("", "整改", "整改", "\u200b\u200b", "。。。")).pairs


def test_the_same_file_twice() -> None:
    body = own(1)
    (pair,) = compare(texts(body, body)).pairs
    assert pair.grade is Grade.VERBATIM
    assert pair.a_share > 0.99
    assert pair.b_share > 0.99


@pytest.mark.parametrize("seed", range(5))
def test_sixty_characters_are_found_and_twenty_are_not(seed: int) -> None:
    copied = own(100 + seed)
    for length, expected in ((60, 1), (20, 0)):
        part = copied[50 : 50 + length]
        one, other = own(seed) + part + own(seed + 10), own(seed + 20) + part + own(seed + 30)
        assert len(compare(texts(one, other)).pairs) == expected


def test_spans_are_code_points_of_the_text_as_given() -> None:
    copied = own(3, 200)
    one = "𠮷𠀀🙂" * 20 + own(4) + copied + own(5)
    other = own(6) + copied + "\U0002a6a5" * 9
    found = compare(texts(one, other))
    assert copied.strip("，。") in shared(found, one)
    # Words that stand by chance near its end in both may be taken along, within the gap.
    assert len(shared(found, one)) <= len(copied) + 40


@pytest.mark.parametrize(
    "disguise",
    [
        "\u200b".join,
        lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
        lambda text: "\n".join(text[n : n + 17] for n in range(0, len(text), 17)),
        "　".join,
        lambda text: text.replace("，", " ").replace("。", ""),
        lambda text: text.translate(
            str.maketrans("镇处养护动电话会议线条车门", "鎮處養護動電話會議線條車門")
        ),
    ],
    ids=["zero-width", "full-width", "line-broken", "spaced", "unpunctuated", "traditional"],
)
def test_disguises_do_not_hide_a_copy(disguise: object) -> None:
    body = own(7, 800)
    assert callable(disguise)
    (pair,) = compare(texts(body, disguise(body))).pairs
    assert pair.grade is Grade.VERBATIM
    assert min(pair.a_share, pair.b_share) > 0.95


def test_every_sixth_character_replaced() -> None:
    body = own(8, 900)
    changed = "".join("某" if n % 6 == 5 else c for n, c in enumerate(body))
    (pair,) = compare(texts(body, changed)).pairs
    assert pair.a_share > 0.8


def test_a_passage_far_inside_a_long_document() -> None:
    chance = random.Random(9)
    copied = passage(chance, 200)
    long = passage(chance, 20_000) + copied + passage(chance, 20_000)
    other = own(10) + copied
    found = compare(texts(long, other))
    assert copied[10:-10] in shared(found, long)


def test_one_passage_thirty_times_in_one_document() -> None:
    copied = own(11, 120)
    many = "".join(own(200 + n, 100) + copied for n in range(30))
    found = compare(texts(many, own(12) + copied))
    assert len(found.pairs) == 1
    assert found.pairs[0].b_share > 0.1


def test_reordered_parts_are_told_one_by_one() -> None:
    one, other = own(13, 150), own(14, 150)
    gap, space = own(15, 100), own(16, 100)
    found = compare(texts(one + gap + other, other + space + one))
    assert len(found.pairs[0].passages) == 2


def test_whatever_the_order_of_files_the_result_is_the_same() -> None:
    given = planted(17, 120, templates=(15, 4)).texts
    assert compare(given) == compare(given[::-1])


def test_what_does_not_fit_in_memory_is_kept_in_files() -> None:
    given = planted(18, 60, templates=(4,)).texts
    assert compare(given) == compare(given, memory=0.0001)


# Grades, groups and shares


def test_grades_follow_how_much_was_changed() -> None:
    body = own(19, 700)
    some = "".join("之" if n % 12 == 3 else c for n, c in enumerate(body))
    assert compare(texts(body, body)).pairs[0].grade is Grade.VERBATIM
    assert compare(texts(body, some)).pairs[0].grade is Grade.EDITED


def test_a_template_of_more_than_twelve_is_a_group_without_pairs() -> None:
    template = own(20, 300)
    given = texts(*(own(300 + n, 500) + template + own(400 + n, 300) for n in range(14)))
    found = compare(given)
    assert [len(group.members) for group in found.groups] == [14]
    assert not found.pairs


def test_a_template_of_twelve_is_told_in_pairs_too() -> None:
    template = own(21, 300)
    given = texts(*(own(500 + n, 500) + template for n in range(12)))
    found = compare(given)
    assert len(found.pairs) == 66
    assert len(found.groups[0].members) == 12


def test_shares_are_of_all_characters() -> None:
    copied = own(22, 400)
    one, other = own(23, 400) + copied, own(24, 1200) + copied
    (pair,) = compare(texts(one, other)).pairs
    assert pair.a_share == pytest.approx(len(copied) / len(one), abs=0.03)
    assert pair.b_share == pytest.approx(len(copied) / len(other), abs=0.03)


# What doesn't count


def test_formulas_and_official_wording_do_not_count() -> None:
    formulas = (
        "以钉钉子精神抓好落实，确保各项工作落地见效。对能够立即整改的，立行立改、即知即改。" * 3
    )
    assert not compare(texts(own(25) + formulas, own(26) + formulas)).pairs
    sent = own(27, 300)
    pair = texts(own(28) + sent, own(29) + sent)
    assert compare(pair).pairs
    assert not compare(pair, official=[Text("通知", sent)]).pairs


def test_what_a_form_prints_does_not_count() -> None:
    printed = own(30, 200)
    given = [Text(str(n), printed + own(31 + n), forms=((0, len(printed)),)) for n in range(2)]
    assert not compare(given).pairs


def test_a_reference_is_compared_with_but_not_within() -> None:
    first, second = own(40, 300), own(41, 300)
    reference = texts(own(42) + first, own(43) + first + second)
    mine = [Text("mine", own(44) + second)]
    found = compare(mine, against=[Text("r" + t.name, t.text) for t in reference])
    assert [(pair.a, pair.b) for pair in found.pairs] == [("mine", "r1.txt")]
    assert found.documents == 1


@pytest.mark.parametrize("count", [5, 12, 20, 40, 60])
@pytest.mark.parametrize(
    "style", [Of(formulas=0.4, law=0.1), Of(formulas=0.6, law=0.3), Of(length=(400, 800), law=0.2)]
)
def test_honest_batches_on_one_theme_accuse_nobody(count: int, style: Of) -> None:
    chance = random.Random(count)
    found = compare(texts(*(honest(chance, style) for _ in range(count))))
    assert not [pair for pair in found.pairs if pair.grade in (Grade.VERBATIM, Grade.EDITED)]


# Quality


def test_planted_copies_are_found_and_nothing_else() -> None:
    given = planted(50, 2000, templates=(5, 8, 12, 20, 20, 60, 300))
    found = score(compare(given.texts), given)
    assert found.pair_precision >= 0.98
    assert found.pair_recall >= 0.93
    assert found.plagdet >= 0.93
    assert found.groups >= 0.95


def test_long_documents_with_few_formulas() -> None:
    given = planted(51, 300, style=LONG, templates=(20,))
    found = score(compare(given.texts), given)
    assert found.pair_precision >= 0.98
    assert found.pair_recall >= 0.93
    assert found.plagdet >= 0.93


def test_pairs_are_sorted_by_the_larger_share() -> None:
    shares = [max(p.a_share, p.b_share) for p in compare(planted(52, 80).texts).pairs]
    assert all(one >= other for one, other in pairwise(shares))


def test_texts_of_another_build_are_judged_as_well() -> None:
    given = other.planted(53, 1000)
    found = score(compare(given.texts), given)
    assert found.pair_precision >= 0.98
    assert found.pair_recall >= 0.93
    assert found.plagdet >= 0.93
    assert found.groups >= 0.95
