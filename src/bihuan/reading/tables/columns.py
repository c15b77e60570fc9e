"""What the columns of a register are called, and which of its fields a heading means."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

from bihuan.errors import UserError


class Column(StrEnum):
    """The fields that a register's columns hold; the values are the keys of the synonym files.

    ISSUE is a heading such as 问题, which names the group where another column holds the specific
    problem, and the problem itself otherwise. INSPECTED is the inspected organisation, said in
    each row.
    """

    NUMBER = "number"
    AREA = "area"
    GROUP = "group"
    ISSUE = "issue"
    PROBLEM = "problem"
    GOAL = "goal"
    MEASURES = "measures"
    PROGRESS = "progress"
    STATUS = "status"
    LEADERS = "leaders"
    UNITS = "units"
    DEADLINE = "deadline"
    CATEGORY = "category"
    EVIDENCE = "evidence"
    CLOSED = "closed"
    CLOSED_ON = "closed_on"
    NOTE = "note"
    INSPECTED = "inspected"


Synonyms = Mapping[str, Column]

USER_FILE = "columns.toml"
_NOTES = re.compile(r"[(\[【〔{][^()\[\]【】〔〕{}]*[)\]】〕}]")
_NOISE = re.compile(r"[\s*:“”\"'·]+")
_AND = re.compile(r"以及|[及和与、/]")
# A shorter word ends too many headings that mean something else: 反馈时间, 联系单位.
_SHORTEST_SUFFIX = 4


def user_file() -> Path:
    """Where a user's own synonyms stand: BIHUAN_HOME, else ~/.config/bihuan."""
    home = os.environ.get("BIHUAN_HOME")
    return (Path(home) if home else Path.home() / ".config" / "bihuan") / USER_FILE


def load_synonyms() -> Synonyms:
    """The packaged headings, extended by the user's columns.toml where there is one.

    UserError where that file can't be read, isn't TOML, or names an unknown field.
    """
    return _merged(user_file())


@cache
def _merged(path: Path) -> Synonyms:
    packaged = json.loads(files(__package__).joinpath("columns.json").read_text("utf-8"))
    lists = [*packaged.items(), *_users(path).items()]
    return {normalise(word): Column(name) for name, words in lists for word in words}


def _users(path: Path) -> dict[str, list[str]]:
    try:
        text = path.read_text("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"{path}：打不开或不是UTF-8文字，请用UTF-8重新保存，或移走该文件。"
        ) from error
    return _checked(path, _parsed(path, text))


def _parsed(path: Path, text: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = f"第{place[1]}行" if place else "末尾"
        message = f'{path}：{where}不合TOML格式，每行应写成 problem = ["短板弱项"] 这样。'
        raise UserError(message) from error


def _checked(path: Path, lists: Mapping[str, object]) -> dict[str, list[str]]:
    known = [column.value for column in Column]
    checked: dict[str, list[str]] = {}
    for name, words in lists.items():
        if name not in known:
            raise UserError(f"{path}：没有“{name}”这一栏，可用的有 {'、'.join(known)}。")
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
            raise UserError(f'{path}：{name} 应是一组文字，如 {name} = ["表头名称"]。')
        checked[name] = words
    return checked


def normalise(heading: str) -> str:
    """A heading without width, blanks, breaks and notes: 整改 时限（年/月） -> 整改时限."""
    folded = _NOISE.sub("", unicodedata.normalize("NFKC", heading)).casefold()
    return _NOTES.sub("", folded) or folded.strip("()[]【】")


def name_column(path: Sequence[str], synonyms: Synonyms) -> Column | None:
    """The field that a heading means; `path` lists its rows from the top, e.g. 反馈问题, 具体问题.

    The lowest row decides; where it says nothing known the rows above it do.
    """
    words = [word for word in (normalise(text) for text in path) if word]
    found = (_named(words[:end], synonyms) for end in range(len(words), 0, -1))
    return next((column for column in found if column is not None), None)


def name_lowest(path: Sequence[str], synonyms: Synonyms) -> Column | None:
    """The field that the lowest row of a heading names by itself or with the rows above it."""
    words = [word for word in (normalise(text) for text in path) if word]
    return _named(words, synonyms) if words else None


def _named(words: Sequence[str], synonyms: Synonyms) -> Column | None:
    """领导 below 责任分工 is 责任领导; a heading that says enough needs no help."""
    last, above = words[-1], words[:-1]
    joined = [prefix + last for word in above[::-1] for prefix in (word, word[:2])]
    exact = (synonyms[word] for word in joined if word in synonyms)
    return next(exact, None) or _loosely(last, synonyms)


def _loosely(word: str, synonyms: Synonyms) -> Column | None:
    if word in synonyms:
        return synonyms[word]
    return _joint(word, synonyms) or _by_ending(word, synonyms)


def _joint(word: str, synonyms: Synonyms) -> Column | None:
    """A heading of two names the first, but 整改措施及成效 is a column that tells the progress."""
    parts = [part for part in _AND.split(word) if part]
    columns = [synonyms.get(part) or _by_ending(part, synonyms) for part in parts]
    if len(parts) < 2 or None in columns:
        return None
    return Column.PROGRESS if Column.PROGRESS in columns else columns[0]


def _by_ending(word: str, synonyms: Synonyms) -> Column | None:
    """A Chinese compound means what it ends in: 党工委整改措施 are 整改措施."""
    for start in range(1, len(word) - _SHORTEST_SUFFIX + 1):
        if word[start:] in synonyms:
            return synonyms[word[start:]]
    return None
