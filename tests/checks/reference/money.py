"""Cooperatives, environment, welfare, culture, petitions, pay, assets, canteens, projects."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from tests.checks.reference.base import (
    Answer,
    Check,
    Params,
    Row,
    Tables,
    blank,
    complete_quarters,
    eff,
    fen,
    gap,
    grouped,
    judged,
    last_day,
    last_year,
    lasted,
    over,
    plus,
    villages,
)


def cooperative_shell(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["coop_annual"] if r["year"] <= last_year(as_of)]

    def bad(row: Row) -> tuple[str, int] | None:
        little = fen(row["operating_income"]) < params["min_operating_income"] * 100
        return (row["unit_code"], row["year"]) if little or row["has_business"] is False else None

    return judged(scope, bad)


def cooperative_transfer_dependent(tables: Tables, as_of: date, params: Params) -> Answer:
    names = ("operating_income", "contract_income", "subsidy_income", "other_income")

    def total(row: Row) -> int:
        return sum(fen(row[name]) for name in names)

    rows = tables["coop_annual"]
    scope = [r for r in rows if r["year"] <= last_year(as_of) and total(r) > 0]

    def bad(row: Row) -> tuple[str, int] | None:
        dependent = fen(row["contract_income"]) + fen(row["subsidy_income"])
        much = dependent * 100 >= params["min_pct"] * total(row)
        return (row["unit_code"], row["year"]) if much else None

    return judged(scope, bad)


def environment_problem_overdue(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = tables["environment_inspection"]
    scope = [r for r in rows if r["has_problem"] and r["inspect_date"] <= as_of]

    def bad(row: Row) -> tuple[str] | None:
        limit = row["due_date"] or plus(row["inspect_date"], params["default_days"])
        return (row["inspect_no"],) if (eff(row["fixed_date"], as_of) or as_of) > limit else None

    return judged(scope, bad)


def environment_village_not_inspected(tables: Tables, as_of: date, params: Params) -> Answer:
    def bad(village: Row) -> tuple[str] | None:
        unit = village["unit_code"]
        rows = [r for r in tables["environment_inspection"] if r["unit_code"] == unit]
        days = gap((r["inspect_date"] for r in rows), as_of)
        return (unit,) if over(days, params["max_days"]) else None

    return judged(villages(tables), bad)


def welfare_helper_no_visit(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [
        r
        for r in tables["assistance_assignment"]
        if r["start_date"] <= as_of and (r["end_date"] is None or r["end_date"] >= as_of)
    ]

    def bad(pair: Row) -> tuple[str, str] | None:
        visits = [
            v["visit_date"]
            for v in tables["assistance_visit"]
            if v["helper_code"] == pair["helper_code"]
            and v["household_code"] == pair["household_code"]
            and v["mode"] == "入户"
            and pair["start_date"] <= v["visit_date"] <= as_of
        ]
        days = (as_of - max(visits, default=pair["start_date"])).days
        key = (pair["helper_code"], pair["household_code"])
        return key if days > params["max_days"] else None

    return judged(scope, bad)


def _bare(note: str | None) -> str:
    return "".join(c for c in note or "" if not (c.isspace() or unicodedata.category(c) == "Zs"))


def welfare_grid_copy_paste(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = tables["grid_check"]
    scope = [
        r for r in rows if len(_bare(r["note"])) >= params["min_chars"] and r["week_start"] <= as_of
    ]
    same = grouped(scope, lambda r: (r["grid_member_code"], r["week_start"], _bare(r["note"])))
    found = {
        key[:2]
        for key, group in same.items()
        if len({r["household_code"] for r in group}) >= params["min_households"]
    }
    return found if scope else None


def welfare_grid_burst(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [
        r
        for r in tables["grid_check"]
        if r["mode"] == "入户" and r["check_time"] and r["check_time"].date() <= as_of
    ]
    window = timedelta(minutes=params["window_minutes"])

    def bad(first: Row) -> tuple[str, date] | None:
        start = first["check_time"]
        households = {
            r["household_code"]
            for r in scope
            if r["grid_member_code"] == first["grid_member_code"]
            and start <= r["check_time"] <= start + window
        }
        key = (first["grid_member_code"], start.date())
        return key if len(households) >= params["min_households"] else None

    return judged(scope, bad)


def welfare_charity_goods_expired(tables: Tables, as_of: date, params: Params) -> Answer:
    def expiry(row: Row) -> date | None:
        if row["expiry_date"] is not None:
            return row["expiry_date"]  # type: ignore[no-any-return]
        if row["production_date"] is None or row["shelf_days"] is None:
            return None
        return plus(row["production_date"], row["shelf_days"])

    scope = [r for r in tables["charity_goods"] if expiry(r) is not None]

    def bad(row: Row) -> tuple[str, str] | None:
        day = expiry(row)
        gone = day is not None and day < as_of and eff(row["disposed_date"], as_of) is None
        stocked = row["stock_qty"] is None or row["stock_qty"] > 0
        return (row["unit_code"], row["batch_no"]) if gone and stocked else None

    return judged(scope, bad)


def culture_site_misused(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [
        r
        for r in tables["culture_activity"]
        if r["site_condition"] in ("杂物堆放", "损坏", "挪作他用") and r["activity_date"] <= as_of
    ]
    return judged(
        scope,
        lambda r: (
            (r["record_no"],)
            if lasted(r["activity_date"], r["fixed_date"], as_of) > params["max_days"]
            else None
        ),
    )


def culture_site_idle(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["culture_site"] if r["in_use"] is not False]

    def bad(site: Row) -> tuple[str] | None:
        held = (
            r["activity_date"]
            for r in tables["culture_activity"]
            if r["site_code"] == site["site_code"] and r["kind"] != "日常维护"
        )
        return (site["site_code"],) if over(gap(held, as_of), params["max_days"]) else None

    return judged(scope, bad)


def culture_legal_education_missing(tables: Tables, as_of: date, params: Params) -> Answer:
    home = {s["site_code"]: s["unit_code"] for s in tables["culture_site"]}

    def bad(village: Row) -> tuple[str] | None:
        unit = village["unit_code"]
        held = (
            r["activity_date"]
            for r in tables["culture_activity"]
            if r["kind"] == "法治宣传" and home.get(r["site_code"]) == unit
        )
        return (unit,) if over(gap(held, as_of), params["max_days"]) else None

    return judged(villages(tables), bad)


def petitions_notify_late(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [
        r
        for r in tables["petition"]
        if not blank(r["petitioner_code"]) and r["received_date"] <= as_of
    ]
    return judged(
        scope,
        lambda r: (
            (r["petition_no"],)
            if lasted(r["received_date"], r["notify_date"], as_of) > params["max_days"]
            else None
        ),
    )


def petitions_close_late(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["petition"] if eff(r["accept_date"], as_of)]

    def bad(row: Row) -> tuple[str] | None:
        limit, most = params["base_days"], params["max_extension"]
        if row["extended"] and not blank(row["extension_approver"]):
            days = row["extension_days"]
            limit += min(30 if days is None else days, most)
        late = lasted(row["accept_date"], row["close_date"], as_of) > limit
        return (row["petition_no"],) if late else None

    return judged(scope, bad)


def petitions_repeat(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [
        r
        for r in tables["petition"]
        if not blank(r["petitioner_code"])
        and as_of - timedelta(days=params["window_days"]) < r["received_date"] <= as_of
    ]
    groups = grouped(scope, lambda r: (r["petitioner_code"], r["matter_code"]))
    return judged(groups, lambda key: key if len(groups[key]) >= params["min_n"] else None)


def petitions_hotspot_unresolved(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["petition"] if r["received_date"] <= as_of]
    groups = grouped(scope, lambda r: (r["unit_code"], r["matter_code"]))

    def bad(key: tuple[str, str]) -> tuple[str, str] | None:
        people = {r["petitioner_code"] for r in groups[key] if not blank(r["petitioner_code"])}
        old = any(
            eff(r["close_date"], as_of) is None
            and (as_of - r["received_date"]).days > params["max_days"]
            for r in groups[key]
        )
        return key if len(people) >= params["min_petitioners"] and old else None

    return judged(groups, bad)


def petitions_talkhall_overdue(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = tables["talk_hall"]
    scope = [r for r in rows if r["status"] != "不予受理" and r["raised_date"] <= as_of]

    def bad(row: Row) -> tuple[str] | None:
        limit = row["promised_date"] or plus(row["raised_date"], params["default_days"])
        return (row["matter_no"],) if (eff(row["closed_date"], as_of) or as_of) > limit else None

    return judged(scope, bad)


def _labour(tables: Tables, as_of: date) -> list[Row]:
    return [r for r in tables["village_labour"] if r["work_start"] <= as_of]


def payroll_labour_duplicate(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = _labour(tables, as_of)

    def bad(one: Row) -> tuple[str] | None:
        twice = any(
            other is not one
            and other["worker_code"] == one["worker_code"]
            and other["work_start"] <= one["work_end"]
            and one["work_start"] <= other["work_end"]
            for other in scope
        )
        return (one["pay_no"],) if twice else None

    return judged(scope, bad)


def payroll_labour_arithmetic(tables: Tables, as_of: date, params: Params) -> Answer:
    def bad(row: Row) -> tuple[str] | None:
        span = (row["work_end"] - row["work_start"]).days + 1
        off = abs(fen(row["days"] * row["daily_rate"]) - fen(row["amount"]))
        wrong = row["days"] > span or off > params["tolerance_fen"]
        return (row["pay_no"],) if wrong else None

    return judged(_labour(tables, as_of), bad)


def payroll_labour_shared_account(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = [r for r in _labour(tables, as_of) if not blank(r["account_code"])]
    groups = grouped(rows, lambda r: (r["unit_code"], r["account_code"]))
    return judged(
        groups,
        lambda key: (
            key if len({r["worker_code"] for r in groups[key]}) >= params["min_workers"] else None
        ),
    )


def payroll_not_returned(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = tables["payroll_return"]
    scope = [r for r in rows if r["kind"] in ("绩效", "请假工资") and r["due_date"] < as_of]

    def bad(row: Row) -> tuple[str] | None:
        returned = fen(row["returned_amount"]) if eff(row["returned_date"], as_of) else 0
        return (row["return_no"],) if returned < fen(row["due_amount"]) else None

    return judged(scope, bad)


def payroll_return_diverted(tables: Tables, as_of: date, params: Params) -> Answer:
    return judged(
        tables["payroll_return"],
        lambda r: (r["return_no"],) if (r["diverted_amount"] or 0) > 0 else None,
    )


def finance_voucher_incomplete(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["voucher"] if r["voucher_date"] <= as_of]

    def bad(row: Row) -> tuple[str, str] | None:
        signed = row["has_seal"] and row["handler_signed"] and row["approver_signed"]
        attached = (row["attachment_count"] or 0) >= params["min_attachments"]
        whole = signed and row["sign_date"] is not None and attached
        return None if whole else (row["unit_code"], row["voucher_no"])

    return judged(scope, bad)


def finance_large_cash(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = tables["voucher"]
    scope = [r for r in rows if r["voucher_date"] <= as_of and r["pay_method"] == "现金"]
    fit = ("劳务工资", "差旅", "收购农产品")

    def bad(row: Row) -> tuple[str, str] | None:
        large = row["amount"] > params["cash_limit"] and row["purpose"] not in fit
        return (row["unit_code"], row["voucher_no"]) if large else None

    return judged(scope, bad)


def finance_village_disclosure_missing(tables: Tables, as_of: date, params: Params) -> Answer:
    year, quarter = next(
        q for q in complete_quarters(as_of) if plus(last_day(*q), params["grace_days"]) <= as_of
    )

    def counts(notice: Row) -> bool:
        start, end = eff(notice["publish_start"], as_of), notice["publish_end"]
        long = start and (end is None or (end - start).days + 1 >= params["min_days"])
        return bool(
            notice["matter"] == "财务收支"
            and (notice["year"], notice["quarter"]) == (year, quarter)
            and long
        )

    shown = {n["unit_code"] for n in tables["notice_disclosure"] if counts(n)}
    return judged(
        villages(tables),
        lambda v: None if v["unit_code"] in shown else (v["unit_code"], year, quarter),
    )


def funds_dormant(tables: Tables, as_of: date, params: Params) -> Answer:
    year = as_of.year - params["years"]
    leap = (as_of.month, as_of.day) == (2, 29) and year % 4 != 0
    limit = date(year, 2, 28) if leap else as_of.replace(year=year)

    def bad(row: Row) -> tuple[str] | None:
        left = fen(row["amount"]) - fen(row["spent"])
        return (row["fund_no"],) if row["arrive_date"] <= limit and left > 0 else None

    return judged([r for r in tables["special_fund"] if r["arrive_date"] <= as_of], bad)


def assets_register_late(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in tables["fixed_asset"] if r["received_date"] <= as_of]
    return judged(
        scope,
        lambda r: (
            (r["asset_no"],)
            if lasted(r["received_date"], r["registered_date"], as_of) > params["max_days"]
            else None
        ),
    )


def _kept(tables: Tables, as_of: date) -> list[Row]:
    rows = tables["fixed_asset"]
    return [r for r in rows if r["status"] != "已处置" and r["received_date"] <= as_of]


def assets_acceptance_incomplete(tables: Tables, as_of: date, params: Params) -> Answer:
    def bad(row: Row) -> tuple[str] | None:
        lacks = blank(row["acceptance_no"]) or row["acceptance_date"] is None
        return (row["asset_no"],) if lacks else None

    return judged(_kept(tables, as_of), bad)


def assets_three_signatures(tables: Tables, as_of: date, params: Params) -> Answer:
    names = ("user_signed", "keeper_signed", "finance_signed")
    return judged(
        _kept(tables, as_of),
        lambda r: None if all(r[name] for name in names) else (r["asset_no"],),
    )


def assets_reconcile(tables: Tables, as_of: date, params: Params) -> Answer:
    assets = {r["asset_no"]: r for r in tables["fixed_asset"]}
    books = {r["asset_no"]: r for r in tables["asset_finance"]}

    def bad(number: str) -> tuple[str] | None:
        asset, book = assets.get(number), books.get(number)
        if asset is None:
            return (number,)
        if asset["status"] == "已处置":
            return None
        if book is None:
            return (number,)
        values = asset["original_value"], book["book_value"]
        return (number,) if None in values or fen(values[0]) != fen(values[1]) else None

    return judged({*assets, *books}, bad)


def _settled(tables: Tables, as_of: date) -> list[Row]:
    return [r for r in tables["canteen_settlement"] if r["event_date"] <= as_of]


def canteen_not_one_event(tables: Tables, as_of: date, params: Params) -> Answer:
    return judged(
        _settled(tables, as_of), lambda r: (r["settle_no"],) if r["event_count"] != 1 else None
    )


def canteen_attachment_missing(tables: Tables, as_of: date, params: Params) -> Answer:
    def bad(row: Row) -> tuple[str] | None:
        lists = row["has_shopping_list"] and row["has_diner_list"]
        return None if lists and not blank(row["invoice_no"]) else (row["settle_no"],)

    return judged(_settled(tables, as_of), bad)


def canteen_no_official_letter(tables: Tables, as_of: date, params: Params) -> Answer:
    scope = [r for r in _settled(tables, as_of) if r["kind"] == "公务接待"]
    return judged(scope, lambda r: (r["settle_no"],) if blank(r["letter_no"]) else None)


def canteen_school_direct_spend(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = tables["school_canteen"]
    scope = [r for r in rows if r["direction"] == "支出" and r["record_date"] <= as_of]
    return judged(
        scope, lambda r: (r["record_no"],) if r["fund_source"] == "收入直接支付" else None
    )


def canteen_school_undeposited(tables: Tables, as_of: date, params: Params) -> Answer:
    rows = tables["school_canteen"]
    scope = [r for r in rows if r["direction"] == "收入" and r["record_date"] <= as_of]

    def bad(row: Row) -> tuple[str] | None:
        deposited = eff(row["deposit_date"], as_of)
        late = lasted(row["record_date"], row["deposit_date"], as_of) > params["max_days"]
        less = deposited is not None and fen(row["deposit_amount"]) < fen(row["amount"])
        return (row["record_no"],) if late or less else None

    return judged(scope, bad)


def _begun(tables: Tables, as_of: date) -> list[Row]:
    return [r for r in tables["project"] if eff(r["start_date"], as_of)]


def projects_start_before_decision(tables: Tables, as_of: date, params: Params) -> Answer:
    def bad(row: Row) -> tuple[str] | None:
        decided = row["decision_date"]
        early = decided is None or row["start_date"] < decided
        return (row["project_no"],) if early else None

    return judged(_begun(tables, as_of), bad)


def projects_no_minutes(tables: Tables, as_of: date, params: Params) -> Answer:
    minuted = {
        m["project_no"]
        for m in tables["committee_meeting"]
        if m["minutes_present"] and m["meeting_date"] <= as_of
    }
    return judged(
        _begun(tables, as_of),
        lambda r: None if r["project_no"] in minuted else (r["project_no"],),
    )


CHECKS: dict[str, Check] = {
    name.replace("_", "-"): function
    for name, function in list(globals().items())
    if callable(function)
    and getattr(function, "__module__", "") == __name__
    and not name.startswith("_")
}
