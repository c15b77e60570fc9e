"""SQL that turns a cell's text into a ledger's value: rules 4 to 7 of docs/ledgers.md.

Every expression gives null for text that it can't read; the caller tells that from an empty cell.
"""

from __future__ import annotations

from bihuan.ledgers.definition import Column

# NFKC for what real files hold; the few other compatibility characters stand in no code or number.
_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
_NARROW = "".join(map(chr, range(0x21, 0x7F)))
BLANKS = r"\s\x{a0}\x{3000}\x{feff}\x{200b}"
"""The characters that are nothing at a cell's edge, for a class in a pattern."""
_BLANK = f"[{BLANKS}]"
_TRUE = ("是", "有", "√", "✓", "✔", "1", "true")
_FALSE = ("否", "无", "×", "✗", "✘", "0", "false")
# An edge to trim, a sign to make usual, or nothing but a mark for nothing.
_UNUSUAL = rf"^{_BLANK}|{_BLANK}$|[\x{{3000}}\x{{ff01}}-\x{{ff5e}}]|^[/-]$|^—+$"
_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
# Excel's day numbers from 1982 to 2064: what is left of a date whose cell lost its format.
_SERIAL = r"[345]\d{4}"
_CLOCK = r"(\d{1,2}:\d{2}(?::\d{2})?)"
_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?"


def text(cell: str) -> str:
    """The cell's text, trimmed; null where it is empty or only says that there is nothing."""
    trimmed = (
        f"CASE WHEN regexp_matches({cell}, '^{_BLANK}|{_BLANK}$')"
        f" THEN regexp_replace({cell}, '^{_BLANK}+|{_BLANK}+$', '', 'g') ELSE {cell} END"
    )
    return f"nullif(regexp_replace({trimmed}, '^(/|／|-|－|—|——)$', ''), '')"


def is_unusual(cell: str) -> str:
    """Whether a text may need the care of `text` and `spelling`; null for an empty cell.

    Values of other types, and those that are listed, show it by themselves: `usual_value` fails.
    """
    return f"regexp_matches({cell}, '{_UNUSUAL}')"


def usual_value(column: Column, cell: str) -> str:
    """The value of a cell that is spelled as most are, without any care; null for any other.

    Most columns of most files hold no other, and this reads them in a fifth of the time.
    """
    match column.type:
        case "string":
            return cell
        case "boolean":
            return f"CASE {cell} WHEN '是' THEN TRUE WHEN '否' THEN FALSE END"
        case "date":
            return f"CASE WHEN {cell} LIKE '2___-__-__' THEN TRY_CAST({cell} AS DATE) END"
        case "integer":
            usual = f"regexp_full_match({cell}, '-?\\d{{1,12}}')"
            return f"CASE WHEN {usual} THEN TRY_CAST({cell} AS BIGINT) END"
        case "number":
            # DuckDB takes 1_000 for a number.
            plain = f"NOT contains({cell}, '_')"
            return f"CASE WHEN {plain} THEN TRY_CAST({cell} AS {column.sql_type}) END"
        case _:
            return value(column, cell)


def value(column: Column, cell: str) -> str:
    """The column's value from the SQL column `cell`, as `text` and `spelling` give it."""
    match column.type:
        case "string":
            return cell
        case "boolean":
            return _boolean(cell)
        case "date":
            return _date(cell)
        case "datetime":
            return _datetime(cell)
        case "yearmonth":
            return _month(cell)
        case "year":
            matched = f"regexp_full_match({cell}, '\\d{{4}}年?')"
            return f"CASE WHEN {matched} THEN CAST(left({cell}, 4) AS BIGINT) END"
        case "integer":
            number = _number(cell, "DECIMAL(38,6)")
            return f"TRY_CAST(CASE WHEN {number} = floor({number}) THEN {number} END AS BIGINT)"
        case "number":
            return _number(cell, column.sql_type)


def spelling(column: Column, cell: str) -> str:
    """The text with full-width letters, digits and signs made usual ones, but for free texts."""
    if column.type == "string" and column.format != "code" and not column.constraints.enum:
        return cell
    # Translating costs seconds for a million cells, and next to none have such a character.
    wide = f"translate({cell}, {_quoted(_WIDE + chr(0x3000))}, {_quoted(_NARROW + ' ')})"
    is_wide = f"regexp_matches({cell}, '[\\x{{3000}}\\x{{ff01}}-\\x{{ff5e}}]')"
    return f"CASE WHEN {is_wide} THEN {wide} ELSE {cell} END"


def _boolean(cell: str) -> str:
    word = f"lower({cell})"
    return (
        f"CASE WHEN {word} IN ({_listed(_TRUE)}) THEN TRUE"
        f" WHEN {word} IN ({_listed(_FALSE)}) THEN FALSE END"
    )


def _date(cell: str) -> str:
    # The usual spelling needs no pattern; a million of them are read in a tenth of the time.
    usual = f"regexp_full_match({cell}, '[12]\\d{{3}}-\\d{{2}}-\\d{{2}}')"
    return f"CASE WHEN {usual} THEN TRY_CAST({cell} AS DATE) ELSE {_any_date(cell)} END"


def _any_date(cell: str) -> str:
    plain = f"regexp_replace({cell}, '\\s+', ' ', 'g')"
    return (
        f"CASE WHEN regexp_full_match({plain}, '[12]\\d{{7}}')"
        f" THEN TRY_CAST(left({plain}, 4) || '-' || substr({plain}, 5, 2) || '-'"
        f" || right({plain}, 2) AS DATE)"
        f" WHEN regexp_full_match({plain}, '{_DAY}( {_CLOCK})?') THEN {_iso_day(plain)}"
        f" WHEN regexp_full_match({plain}, '{_SERIAL}')"
        f" THEN DATE '1899-12-30' + TRY_CAST({plain} AS INTEGER) END"
    )


def _iso_day(plain: str) -> str:
    return rf"TRY_CAST(regexp_replace({plain}, '^{_DAY}.*$', '\1-\2-\3') AS DATE)"


def _datetime(cell: str) -> str:
    plain = f"regexp_replace({cell}, '\\s+', ' ', 'g')"
    clock = f"regexp_extract({plain}, ' {_CLOCK}$', 1)"
    padded = f"lpad(CASE WHEN length({clock}) < 6 THEN {clock} || ':00' ELSE {clock} END, 8, '0')"
    return (
        f"CASE WHEN {clock} = '' THEN CAST({_date(cell)} AS TIMESTAMP)"
        f" ELSE TRY_CAST(CAST({_any_date(cell)} AS VARCHAR) || ' ' || {padded} AS TIMESTAMP) END"
    )


def _month(cell: str) -> str:
    plain = cell
    pattern = r"(\d{4})[-/.年](\d{1,2})月?"
    month = f"CAST(regexp_extract({plain}, '^{pattern}$', 2) AS INTEGER)"
    return (
        f"CASE WHEN regexp_full_match({plain}, '{pattern}')"
        f" THEN CASE WHEN {month} BETWEEN 1 AND 12"
        f" THEN left({plain}, 4) || '-' || lpad(CAST({month} AS VARCHAR), 2, '0') END"
        f" ELSE strftime({_date(cell)}, '%Y-%m') END"
    )


def _number(cell: str, kind: str) -> str:
    usual = f"TRY_CAST({cell} AS {kind})"
    plain = f"regexp_replace({cell}, '^[￥¥]\\s*|,', '', 'g')"
    return (
        f"CASE WHEN regexp_full_match({cell}, '-?\\d+(\\.\\d+)?') THEN {usual}"
        f" WHEN regexp_full_match({plain}, '{_NUMBER}') THEN TRY_CAST({plain} AS {kind}) END"
    )


def _quoted(chars: str) -> str:
    return "'" + chars.replace("'", "''") + "'"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, words))
