"""Proves that a check's query is one harmless SELECT over the ledgers that it names.

What is proved is the tree that sqlglot reads, and what runs is written anew from that tree, so
nothing that the proof did not see can run. Names are allowed, not forbidden: whatever is new in
DuckDB or in sqlglot is refused until somebody puts it here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from bihuan.checks.definition import AS_OF, Check, Value, wrong
from bihuan.errors import BadDefinition

SCOPE = "scope"
DIALECT = "duckdb"
# With 19 digits a product with a ledger's number is counted in 38 digits, where none overflows.
_DECIMAL = "DECIMAL(19, 6)"
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

# Functions of the values given to them: no clock, no chance, no files, no session.
_FUNCTIONS = (
    exp.AggFunc, exp.And, exp.Or, exp.Xor, exp.Not, exp.Exists, exp.Any, exp.All,
    exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Cast, exp.TryCast, exp.Greatest, exp.Least,
    exp.Abs, exp.Ceil, exp.Floor, exp.Round, exp.Sign, exp.Sqrt, exp.Pow, exp.Mod,
    exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Substring, exp.Concat, exp.ConcatWs,
    exp.Replace, exp.Left, exp.Right, exp.StrPosition, exp.StartsWith, exp.EndsWith, exp.Contains,
    exp.RegexpLike, exp.RegexpFullMatch, exp.RegexpReplace, exp.RegexpExtract, exp.Levenshtein,
    exp.Year, exp.Quarter, exp.Month, exp.Week, exp.Day, exp.DayOfWeek, exp.DayOfWeekIso,
    exp.DayOfYear, exp.DayOfMonth, exp.WeekOfYear, exp.LastDay, exp.Extract, exp.Date,
    exp.DateDiff, exp.DateAdd, exp.DateSub, exp.DateTrunc, exp.TimestampTrunc, exp.TimestampDiff,
    exp.TimeToStr, exp.Hour, exp.Minute, exp.Second,
    exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.Explode, exp.Unnest,
    exp.GenerateSeries,
)  # fmt: skip
_STATEMENT_PARTS = (
    exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock, exp.Copy, exp.Attach, exp.Pragma,
    exp.Pivot, exp.HistoricalData,
)  # fmt: skip


class _Quiet(logging.Filter):
    """Keeps sqlglot's remarks on statements that are refused anyway off the screen."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR


logging.getLogger("sqlglot").addFilter(_Quiet())


def prove(check: Check) -> exp.Query:
    """The check's query as a tree; BadDefinition with one sentence where it breaks a rule."""
    try:
        query = _only_query(check)
        for complaint in _complaints(check, query):
            raise wrong(check.id, complaint)
    except RecursionError as error:
        raise wrong(check.id, "SQL 嵌套太深，请拆成几个 WITH 子句") from error
    return query


def bind(query: exp.Query, values: Mapping[str, Value | date]) -> exp.Query:
    """The query itself, its parameters in place; `values` holds every one that it names."""

    def fill(node: exp.Expression) -> exp.Expression:
        return _literal(values[node.name]) if isinstance(node, exp.Placeholder) else node

    return cast("exp.Query", query.transform(fill, copy=False))


def over_scope(query: exp.Query) -> exp.Query:
    """The query that gives a row exactly where the scope holds one."""
    whether = exp.select("1").from_(SCOPE).limit(1)
    whether.set("with_", query.args["with_"].copy())
    return whether


def in_order(query: exp.Query, keys: int) -> exp.Query:
    """The violations sorted by their first `keys` columns."""
    places = [exp.Literal.number(place + 1) for place in range(keys)]
    # Copying trees would take as long as reading them did.
    sorted_ = exp.select("*").from_(query.subquery("violation", copy=False), copy=False)
    return sorted_.order_by(*places, copy=False)


def _literal(value: Value | date) -> exp.Expression:
    match value:
        case date():
            return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
        case Decimal():
            return exp.cast(exp.Literal.string(f"{value:f}"), _DECIMAL)
        case int():
            return exp.Literal.number(value)
        case _:
            return exp.Literal.string(value)


def _only_query(check: Check) -> exp.Query:
    try:
        statements = [s for s in sqlglot.parse(check.sql, read=DIALECT) if s is not None]
    except ParseError as error:
        line = error.errors[0].get("line") if error.errors else None
        raise wrong(
            check.id, f"第 {line} 行附近的 SQL 写法不对" if line else "SQL 写法不对"
        ) from error
    except SqlglotError as error:
        raise wrong(check.id, "SQL 里有看不懂的字符，常见的是引号没有成对") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Select | exp.SetOperation):
        raise wrong(check.id, "只能有一条 SELECT 查询，不能有其他语句")
    return statements[0]


def _complaints(check: Check, query: exp.Query) -> Iterator[str]:
    yield from _about_with(check, query)
    yield from _about_tables(check, query)
    for node in query.walk():
        if isinstance(node, _STATEMENT_PARTS):
            yield f"查询里不能有 {node.key.upper()}"
        if isinstance(node, exp.Func) and not isinstance(node, _FUNCTIONS):
            yield f"函数 {node.name or node.sql_name()} 不在检查可用的函数之列"
        if isinstance(node, exp.Placeholder | exp.Parameter):
            yield from _about_parameter(check, node)


def _about_with(check: Check, query: exp.Query) -> Iterator[str]:
    withs = list(query.find_all(exp.With))
    if query.args.get("with_") is None or SCOPE not in _defined(query):
        yield f"查询须以 WITH 开头并定义 {SCOPE}，即检查范围内的全部记录"
    if len(withs) > 1:
        yield "WITH 只能写在查询开头"
    if any(clause.args.get("recursive") for clause in withs):
        yield "不能用递归查询（WITH RECURSIVE）"
    for name in _defined(query):
        if name in check.ledgers or not _PLAIN_NAME.fullmatch(name):
            yield f"WITH 定义的名称“{name}”不能与台账同名，只能用字母、数字和下划线"


def _about_tables(check: Check, query: exp.Query) -> Iterator[str]:
    known = {*check.ledgers, *_defined(query)}
    for table in query.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            yield "FROM 后面只能是台账，不能是函数或文件"
        elif table.db or table.catalog or table.name.lower() not in known:
            yield f"查询用到了头部 ledgers 里没有写的“{table.name}”"


def _about_parameter(check: Check, node: exp.Expression) -> Iterator[str]:
    if not isinstance(node, exp.Placeholder) or node.name not in {AS_OF, *check.params}:
        yield f"参数 ${node.name} 没有在头部的 params 里写出"


def _defined(query: exp.Query) -> list[str]:
    return [cte.alias.lower() for cte in query.ctes]


def usable(check: Check) -> Check:
    """The check as it is where it can run, else with its `fault`."""
    if check.fault is not None:
        return check
    try:
        prove(check)
    except BadDefinition as error:
        return replace(check, fault=str(error))
    return check
