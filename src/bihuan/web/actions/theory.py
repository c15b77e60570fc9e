"""Theory tests: the bank filled, tests set, sat and handed in; results go into the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom

from django.db import transaction
from django.utils import timezone

from bihuan.ledgers import Problem
from bihuan.rectification.permissions import Action
from bihuan.theory import Question as Asked
from bihuan.theory import Slip, draw, read_bank, tally
from bihuan.web import storage
from bihuan.web.actions.evidence import plain_name, store_file
from bihuan.web.actions.ledgers import keep_rows, read_rows
from bihuan.web.actions.recording import Refused, changing, created
from bihuan.web.ledgers import get_ledger
from bihuan.web.models import (
    LedgerVersion,
    Person,
    Question,
    QuestionImport,
    Sitting,
    TheoryTest,
    Unit,
)
from bihuan.web.queries import allowed
from bihuan.web.theory import asked, candidates, paper_of, questions, topics_of, until

LEDGER = "theory_test"
_GRACE = timedelta(seconds=10)
"""What an answer may be late on its way: it was given in time."""


def _require(by: Person, office: Unit) -> None:
    if not allowed(by, Action.RUN_TESTS, office):
        raise Refused(f"您没有为{office}“{Action.RUN_TESTS.label}”的权限。")


# The bank


def import_questions(
    *, by: Person, office: Unit, name: str, chunks: Iterable[bytes]
) -> tuple[QuestionImport, Sequence[Problem]]:
    """Brings a file's questions into the bank, and tells what of it couldn't be read.

    A question whose text is there already in its topic takes the earlier one's place; past papers
    keep the one that they asked.
    """
    _require(by, office)
    name = plain_name(name)
    read, problems = _read(name, chunks)
    if not read:
        told = "".join(problem.message for problem in problems[:1])
        raise Refused(f"“{name}”里没有读出试题。{told}请按模板填写。")
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)
        standing = {
            (row.topic, row.text): row
            for row in Question.objects.filter(office=office, active=True)
        }
        fresh = [q for q in read if _changes(standing.get((q.topic, q.text)), q)]
        retired = [standing[q.topic, q.text].pk for q in fresh if (q.topic, q.text) in standing]
        made = created(
            QuestionImport(
                office=office,
                name=name,
                added=len(fresh) - len(retired),
                changed=len(retired),
                made_by=by,
            ),
            "questions_imported",
            by=by,
        )
        Question.objects.filter(pk__in=retired).update(active=False)
        Question.objects.bulk_create(_question(office, made, q) for q in fresh)
    return made, problems


def _read(name: str, chunks: Iterable[bytes]) -> tuple[Sequence[Asked], Sequence[Problem]]:
    blob = store_file(name, chunks)
    with tempfile.TemporaryDirectory(prefix="bihuan-") as folder:
        path = Path(folder) / name
        path.symlink_to(storage.path_of(blob.digest))
        bank = read_bank(path)
    fits = [q for q in bank.questions if len(q.topic) <= 100 and len(q.text) <= 1000]
    long = len(bank.questions) - len(fits)
    told = [Problem(name, None, None, f"{long}道题的专题超过100字或题目超过1000字，没有收下。")]
    return fits, [*bank.problems, *(told if long else [])]


def _changes(row: Question | None, question: Asked) -> bool:
    return row is None or asked(row) != question


def _question(office: Unit, made: QuestionImport, question: Asked) -> Question:
    return Question(
        office=office,
        brought=made,
        topic=question.topic,
        kind=question.kind,
        text=question.text,
        options=list(question.options),
        solution=list(question.solution),
    )


# Tests


def set_test(
    *,
    by: Person,
    office: Unit,
    code: str,
    title: str,
    topics: Sequence[str],
    per_topic: int,
    points: int,
    minutes: int,
    opens_at: datetime,
    closes_at: datetime,
    people: Iterable[int],
) -> TheoryTest:
    """Sets a test for the people with these ids; Refused where the bank is too small for it."""
    _require(by, office)
    if TheoryTest.objects.filter(office=office, code=code).exists():
        raise Refused(f"已经有批次“{code}”，请换一个。")
    if closes_at <= max(opens_at, timezone.now()):
        raise Refused("截止时间要晚于开始时间和现在。")
    _require_questions(office, topics, per_topic)
    sitters = _sitters(office, set(people))
    with transaction.atomic():
        test = created(
            TheoryTest(
                office=office,
                code=code,
                title=title,
                topics=list(topics),
                per_topic=per_topic,
                points=points,
                minutes=minutes,
                opens_at=opens_at,
                closes_at=closes_at,
                made_by=by,
            ),
            "test_set",
            by=by,
        )
        for person, person_code in sitters:
            sitting = Sitting(test=test, person=person, person_code=person_code)
            created(sitting, "sitting_named", by=by)
    return test


def _require_questions(office: Unit, topics: Sequence[str], per_topic: int) -> None:
    counts = dict(topics_of(office))
    if not topics:
        raise Refused("请至少选一个专题。")
    for topic in topics:
        if counts.get(topic, 0) < per_topic:
            raise Refused(
                f"专题“{topic}”只有{counts.get(topic, 0)}道题，不够每人抽{per_topic}道；"
                "请减少题数或补充题库。"
            )


def _sitters(office: Unit, wanted: set[int]) -> list[tuple[Person, str]]:
    chosen = [(person, code) for person, code in candidates(office) if person.pk in wanted]
    if not chosen:
        raise Refused("请至少选一位参加测试的人。")
    without = "、".join(person.name for person, code in chosen if not code)
    if without:
        raise Refused(f"{without}没有人员编码，成绩记不进台账；请管理员在人员页填写。")
    codes = [code for _, code in chosen]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice:
        raise Refused(f"有两个人的人员编码都是“{twice}”，请管理员改正。")
    return chosen


# Sittings


def begin(sitting: Sitting, *, by: Person) -> Sitting:
    """Draws the paper and starts the clock; what was begun already goes on as it is."""
    _require_own(sitting, by)
    now = timezone.now()
    if not sitting.test.opens_at <= now < sitting.test.closes_at:
        raise Refused("不在测试时间内。")
    with changing(sitting, "sitting_begun", by=by) as row:
        if row.started_at is None:
            row.paper = [[slip.question, list(slip.order)] for slip in _draw(row.test)]
            row.started_at = now
    return sitting


def _draw(test: TheoryTest) -> Sequence[Slip]:
    rows = Question.objects.filter(office=test.office, active=True, topic__in=test.topics)
    bank = {row.pk: asked(row) for row in rows}
    try:
        return draw(bank, test.topics, test.per_topic, SystemRandom())
    except ValueError as error:
        raise Refused(f"{error}，请告诉组织测试的人。") from error


def answer(sitting: Sitting, *, by: Person, place: int, chosen: Iterable[int]) -> None:
    """Keeps the answer to the question at a place of the paper; Refused after the time is up.

    It is a draft: handing in makes the one Event that tells all answers.
    """
    _require_own(sitting, by)
    with transaction.atomic():
        row = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
        _require_running(row)
        _put(row, {place: chosen})
        row.save(update_fields=["answers"])


def _put(row: Sitting, answers: Mapping[int, Iterable[int]]) -> None:
    paper = paper_of(row)
    for place, chosen in answers.items():
        if not 0 <= place < len(paper):
            raise Refused("没有这道题。")
        shown = range(len(paper[place].order))
        row.answers[str(place)] = sorted({number for number in chosen if number in shown})


def _require_own(sitting: Sitting, by: Person) -> None:
    if sitting.person_id != by.pk:
        raise Refused("这不是您的答卷。")


def _require_running(row: Sitting) -> None:
    if row.started_at is None:
        raise Refused("还没有开始答题。")
    if row.handed_in_at is not None:
        raise Refused("已经交卷，不能再改。")
    if timezone.now() > until(row) + _GRACE:
        raise Refused("答题时间已到，这道题没有保存；以前保存的答案照样计分。")


def hand_in(
    sitting: Sitting, *, by: Person, answers: Mapping[int, Iterable[int]] | None = None
) -> None:
    """Hands the paper in with these last answers; its marks go into the ledger.

    Once the time is up, what had been saved counts.
    """
    _require_own(sitting, by)
    if sitting.started_at is None:
        raise Refused("还没有开始答题。")
    in_time = timezone.now() <= until(sitting) + _GRACE
    _settle(sitting, (answers or {}) if in_time else {}, by=by)


def _settle(sitting: Sitting, answers: Mapping[int, Iterable[int]], *, by: Person | None) -> None:
    with transaction.atomic():
        with changing(sitting, "sitting_handed_in", by=by) as row:
            if row.handed_in_at is not None:
                raise Refused("已经交过卷了。")
            _put(row, answers)
            row.handed_in_at = min(timezone.now(), until(row))
            given = {int(place): chosen for place, chosen in row.answers.items()}
            paper = paper_of(row)
            bank = questions(slip.question for slip in paper)
            row.marks = {topic: list(mark) for topic, mark in tally(paper, bank, given).items()}
        _report(sitting.test, [sitting])


def _report(test: TheoryTest, sittings: Iterable[Sitting]) -> None:
    """Writes the results down: one row for each topic, without a score for who didn't sit."""
    rows = [
        {
            "test_id": test.code,
            "test_date": timezone.localdate(sitting.started_at or test.closes_at).isoformat(),
            "person_code": sitting.person_code,
            "topic": topic,
            "score": str(sitting.marks[topic][0] * test.points) if sitting.marks else "",
            "full_score": str(test.per_topic * test.points),
        }
        for sitting in sittings
        for topic in test.topics
    ]
    if rows:
        keep_rows(
            LedgerVersion.Kind.ENTRY,
            by=None,
            office=test.office,
            ledger=LEDGER,
            rows=read_rows(get_ledger(LEDGER), rows),
            reason=f"理论测试“{test.title}”",
        )


def settle_tests(now: datetime) -> int:
    """Hands in what ran out of time, and closes the tests that are over; how many papers."""
    settled = 0
    running = Sitting.objects.filter(handed_in_at=None, started_at__isnull=False)
    for sitting in running.select_related("test__office"):
        if now > until(sitting) + _GRACE:
            _settle(sitting, {}, by=None)
            settled += 1
    for test in TheoryTest.objects.filter(settled_at=None, closes_at__lt=now - _GRACE):
        with transaction.atomic(), changing(test, "test_settled", by=None) as row:
            row.settled_at = now
            _report(test, test.sittings.filter(started_at=None))
    return settled
