"""Study, meetings, patrols, posts and party matters."""

from __future__ import annotations

from datetime import date, timedelta

from tests.checks.reference.base import (
    Answer,
    Check,
    Keys,
    Params,
    Row,
    Tables,
    blank,
    complete_quarters,
    eff,
    first_day,
    gap,
    grouped,
    in_post,
    judged,
    last_day,
    last_quarter,
    last_year,
    lasted,
    over,
    plus,
    quarter_of,
    villages,
)


def study_topic_mastery_low(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = [r for r in tables["theory_test"] if r["test_date"] <= as_of and r["score"] is not None]
    groups = grouped(rows, lambda r: (r["test_id"], r["topic"]))
    scope = {k: v for k, v in groups.items() if len(v) >= params["min_taken"]}

    def bad(key: tuple[str, str]) -> tuple[str, str] | None:
        taken = scope[key]
        failed = sum(r["score"] < params["pass_ratio"] * r["full_score"] for r in taken)
        return key if failed * 100 >= params["max_unmastered_pct"] * len(taken) else None

    return judged(scope, bad)


def study_leader_test_fail(tables: Tables, as_of: date, params: Params) -> Answer:
    leaders = [p for p in tables["cadre_roster"] if p["role"] in ("站所负责人", "村支部书记")]
    sat: dict[tuple[str, str], list[Row]] = {}
    for row in tables["theory_test"]:
        if row["test_date"] > as_of or row["score"] is None:
            continue
        for person in leaders:
            if person["person_code"] == row["person_code"] and in_post(person, row["test_date"]):
                sat.setdefault((row["test_id"], row["person_code"]), []).append(row)

    def bad(key: tuple[str, str]) -> tuple[str, str] | None:
        got, full = sum(r["score"] for r in sat[key]), sum(r["full_score"] for r in sat[key])
        return key if got < params["pass_ratio"] * full else None

    return judged(sat, bad)


def study_note_missing(tables: Tables, as_of: date, params: Params) -> Answer:
    year, quarter = last_quarter(as_of)
    notes = {(n["year"], n["quarter"], n["person_code"]): n for n in tables["study_note"]}

    def bad(person: Row) -> tuple[int, int, str] | None:
        key = (year, quarter, person["person_code"])
        note = notes.get(key)
        kept = note and note["has_notes"] and (note["entries"] or 0) >= params["min_entries"]
        return None if kept else key

    roles = ("村支部书记", "班子成员")
    scope = [
        p
        for p in tables["cadre_roster"]
        if p["role"] in roles and in_post(p, last_day(year, quarter))
    ]
    return judged(scope, bad)


def _handed_in(tables: Tables, as_of: date) -> list[Row]:
    return [r for r in tables["material_submission"] if eff(r["submit_date"], as_of)]


def study_material_similar(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in _handed_in(tables, as_of) if r["similarity"] is not None]
    most = params["min_similarity"]
    return judged(scope, lambda r: (r["material_id"],) if r["similarity"] >= most else None)


def study_material_foreign_place(tables: Tables, as_of: date, params: Params) -> Answer:
    least = params["min_hits"]
    return judged(
        _handed_in(tables, as_of),
        lambda r: (r["material_id"],) if (r["foreign_place_hits"] or 0) >= least else None,
    )


def study_material_return_open(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["material_submission"] if r["review_result"] == "退回"]

    def bad(row: Row) -> tuple[str] | None:
        day = row["return_date"] or row["submit_date"]
        late = day is None or (as_of - day).days > params["max_days"]
        return (row["material_id"],) if late else None

    return judged(scope, bad)


def circulation_study_late(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [
        r for r in tables["document_circulation"] if r["need_study"] and r["received_date"] <= as_of
    ]
    return judged(
        scope,
        lambda r: (
            (r["doc_no"],)
            if lasted(r["received_date"], r["study_date"], as_of) > params["max_days"]
            else None
        ),
    )


def circulation_issued_before_study(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [
        r for r in tables["document_circulation"] if r["need_study"] and eff(r["issue_date"], as_of)
    ]

    def bad(row: Row) -> tuple[str] | None:
        studied = eff(row["study_date"], as_of)
        return (row["doc_no"],) if studied is None or row["issue_date"] < studied else None

    return judged(scope, bad)


def circulation_issue_late(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [
        r for r in tables["document_circulation"] if r["need_issue"] and r["received_date"] <= as_of
    ]
    return judged(
        scope,
        lambda r: (
            (r["doc_no"],)
            if lasted(r["received_date"], r["issue_date"], as_of) > params["max_days"]
            else None
        ),
    )


def circulation_not_conveyed(tables: Tables, as_of: date, params: Params) -> Answer:
    told = {(r["doc_no"], r["unit_code"]): r["convey_date"] for r in tables["document_conveyance"]}
    scope = [
        (document, unit)
        for document in tables["document_circulation"]
        if document["need_convey"] and document["received_date"] <= as_of
        for unit in tables["org_unit"]
        if unit["active"] and unit["unit_kind"] in ("行政村", "站所")
    ]

    def bad(pair: tuple[Row, Row]) -> tuple[str, str] | None:
        key = (pair[0]["doc_no"], pair[1]["unit_code"])
        days = lasted(pair[0]["received_date"], told.get(key), as_of)
        return key if days > params["max_days"] else None

    return judged(scope, bad)


def _quarterly(tables: Tables, as_of: date, params: Params, counts: object) -> Answer:
    meetings = tables["committee_meeting"]
    first = min((m["meeting_date"] for m in meetings), default=as_of)
    quarters = complete_quarters(as_of)
    recent = [next(quarters) for _ in range(params["quarters"])]
    scope = [
        (unit["unit_code"], year, quarter)
        for unit in tables["org_unit"]
        if unit["active"] and unit["unit_kind"] == "镇党委"
        for year, quarter in recent
        if last_day(year, quarter) >= first
    ]

    def bad(key: tuple[str, int, int]) -> tuple[str, int, int] | None:
        held = {
            m["meeting_id"]
            for m in meetings
            if m["unit_code"] == key[0] and quarter_of(m["meeting_date"]) == key[1:] and counts(m)  # type: ignore[operator]
        }
        return key if len(held) < params["min_n"] else None

    return judged(scope, bad)


_COMMITTEE = ("党委会", "党委扩大会")


def meetings_mass_org_quarter(tables: Tables, as_of: date, params: Params) -> Answer:
    def counts(m: Row) -> bool:
        return m["meeting_type"] in _COMMITTEE and m["category"] == "群团"

    return _quarterly(tables, as_of, params, counts)


def meetings_central_group_quarter(tables: Tables, as_of: date, params: Params) -> Answer:
    return _quarterly(tables, as_of, params, lambda m: m["meeting_type"] == "理论中心组学习")


def meetings_committee_frequency(tables: Tables, as_of: date, params: Params) -> Answer:
    return _quarterly(tables, as_of, params, lambda m: m["meeting_type"] in _COMMITTEE)


def meetings_ideology_year(tables: Tables, as_of: date, params: Params) -> Answer:
    meetings = tables["committee_meeting"]
    first = min((m["meeting_date"] for m in meetings), default=as_of)
    scope = [
        (unit["unit_code"], last_year(as_of) - back)
        for unit in tables["org_unit"]
        if unit["active"] and unit["has_branch"]
        for back in range(params["years"])
        if date(last_year(as_of) - back, 12, 31) >= first
    ]

    def bad(key: tuple[str, int]) -> tuple[str, int] | None:
        held = {
            m["meeting_id"]
            for m in meetings
            if m["unit_code"] == key[0]
            and m["meeting_date"].year == key[1]
            and m["category"] == "意识形态"
        }
        return key if len(held) < params["min_n"] else None

    return judged(scope, bad)


def meetings_record_books_many(tables: Tables, as_of: date, params: Params) -> Answer:
    groups = grouped(tables["meeting_book"], lambda r: (r["unit_code"], r["year"]))
    return judged(
        groups,
        lambda k: k if len({r["book_name"] for r in groups[k]}) > params["max_books"] else None,
    )


def assessment_task_overdue(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["duty_checklist"] if r["due_date"] is not None]
    return judged(
        scope,
        lambda r: (
            (r["task_code"], r["unit_code"], r["item"])
            if (eff(r["done_date"], as_of) or as_of) > r["due_date"]
            else None
        ),
    )


def assessment_missing(tables: Tables, as_of: date, params: Params) -> Answer:
    year, quarter = last_quarter(as_of)
    scored = {
        (r["year"], r["quarter"], r["person_code"])
        for r in tables["cadre_assessment"]
        if r["score"] is not None
    }
    scope = [
        (year, quarter, p["person_code"])
        for p in tables["cadre_roster"]
        if p["role"] in ("镇干部", "站所负责人")
        and in_post(p, first_day(year, quarter))
        and in_post(p, last_day(year, quarter))
    ]
    return judged(scope, lambda key: key if key not in scored else None)


def patrol_log_gap(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [(v["unit_code"], kind) for v in villages(tables) for kind in ("村级河长", "村级林长")]

    def bad(key: tuple[str, str]) -> tuple[str, str] | None:
        rows = [r for r in tables["patrol_log"] if (r["unit_code"], r["chief_type"]) == key]
        return (
            key if over(gap((r["patrol_date"] for r in rows), as_of), params["max_days"]) else None
        )

    return judged(scope, bad)


def patrol_problem_unhandled(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["patrol_log"] if r["problem_found"] and r["patrol_date"] <= as_of]
    return judged(
        scope,
        lambda r: (
            (r["log_no"],)
            if lasted(r["patrol_date"], r["handled_date"], as_of) > params["max_days"]
            else None
        ),
    )


def staffing_secondment_irregular(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["medical_staff"] if r["status"] == "借调"]

    def bad(row: Row) -> tuple[str] | None:
        end = row["secondment_end"]
        wrong = blank(row["approval_no"]) or end is None or end < as_of
        return (row["staff_code"],) if wrong else None

    return judged(scope, bad)


def staffing_long_absence(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["medical_staff"] if r["status"] == "不在岗"]

    def bad(row: Row) -> tuple[str] | None:
        since = row["status_since"]
        long = since is None or (as_of - since).days > params["max_days"]
        return (row["staff_code"],) if long else None

    return judged(scope, bad)


def staffing_public_health_temp_majority(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = [r for r in tables["medical_staff"] if r["post"] == "公共卫生"]
    groups = grouped(rows, lambda r: r["unit_code"])
    scope = [unit for unit, staff in groups.items() if len(staff) >= params["min_n"]]

    def bad(unit: str) -> tuple[str] | None:
        temps = sum(r["employment"] == "临聘" for r in groups[unit])
        return (unit,) if temps > params["max_share"] * len(groups[unit]) else None

    return judged(scope, bad)


def staffing_village_doctor_unassessed(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["medical_staff"] if r["post"] == "村医"]

    def bad(row: Row) -> tuple[str] | None:
        last = eff(row["last_assess_date"], as_of)
        late = last is None or (as_of - last).days > params["max_days"]
        return (row["staff_code"],) if late else None

    return judged(scope, bad)


def party_four_forms_not_reported(tables: Tables, as_of: date, params: Params) -> Answer:
    year, quarter = last_quarter(as_of)
    told = {
        r["unit_code"]
        for r in tables["discipline_form"]
        if (r["year"], r["quarter"]) == (year, quarter) and r["case_count"] is not None
    }
    scope = [u["unit_code"] for u in tables["org_unit"] if u["active"] and u["has_branch"]]
    return judged(scope, lambda unit: (unit, year, quarter) if unit not in told else None)


def party_transfer_overdue(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["party_transfer"] if eff(r["done_date"], as_of) is None]
    return judged(
        scope,
        lambda r: (
            (r["transfer_no"],)
            if as_of > (r["due_date"] or plus(r["need_since"], params["default_days"]))
            else None
        ),
    )


def party_weak_branch_unrectified(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["weak_branch"] if r["identified_date"] <= as_of]

    def bad(row: Row) -> tuple[str, int] | None:
        if eff(row["finished_date"], as_of) is None:
            wrong = as_of > row["due_date"]
        else:
            few = (row["measures_done"] or 0) < params["min_measures"]
            wrong = few or blank(row["leader"])
        return (row["unit_code"], row["year"]) if wrong else None

    return judged(scope, bad)


def party_dual_duty_missing(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [
        p["person_code"]
        for p in tables["cadre_roster"]
        if p["role"] == "班子成员"
        and plus(p["start_date"], params["max_days"]) <= as_of
        and (p["end_date"] is None or p["end_date"] >= as_of)
    ]

    def bad(person: str) -> tuple[str] | None:
        days = gap(
            (
                r["record_date"]
                for r in tables["responsibility_record"]
                if r["person_code"] == person and r["kind"] in ("廉政谈话", "分管领域检查")
            ),
            as_of,
        )
        return (person,) if over(days, params["max_days"]) else None

    return judged(scope, bad)


def party_problem_not_reported(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = tables["responsibility_record"]
    scope = [r for r in rows if r["problem_found"] and r["record_date"] <= as_of]
    return judged(
        scope,
        lambda r: (
            (r["record_no"],)
            if lasted(r["record_date"], r["reported_date"], as_of) > params["max_days"]
            else None
        ),
    )


def attendance_absent_month(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["attendance"] if r["work_date"] <= as_of]
    absent = grouped(
        (r for r in scope if r["status"] == "缺勤"),
        lambda r: (r["person_code"], f"{r['work_date']:%Y-%m}"),
    )
    found: Keys = {key for key, days in absent.items() if len(days) >= params["min_n"]}
    return found if scope else None


def attendance_village_duty_gap(tables: Tables, as_of: date, params: Params) -> Answer:
    def bad(village: Row) -> tuple[str] | None:
        sat = (
            r["duty_date"]
            for r in tables["duty_roster"]
            if r["unit_code"] == village["unit_code"] and r["signed"] and r["spot_check"] != "脱岗"
        )
        return (village["unit_code"],) if over(gap(sat, as_of), params["max_days"]) else None

    return judged(villages(tables), bad)


def welfare_grid_week_missing(tables: Tables, as_of: date, params: Params) -> Answer:
    sunday = as_of - timedelta(days=(as_of.weekday() + 1) % 7)
    mondays = [sunday - timedelta(days=6 + 7 * back) for back in range(params["weeks"])]
    done = {(r["grid_member_code"], r["week_start"]) for r in tables["grid_check"]}
    scope = [
        (p["person_code"], monday)
        for p in tables["cadre_roster"]
        for monday in mondays
        if p["role"] == "网格员" and in_post(p, monday) and in_post(p, plus(monday, 6))
    ]
    return judged(scope, lambda key: key if key not in done else None)


CHECKS: dict[str, Check] = {
    name.replace("_", "-"): function
    for name, function in list(globals().items())
    if callable(function)
    and getattr(function, "__module__", "") == __name__
    and not name.startswith("_")
}
