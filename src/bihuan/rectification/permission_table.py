"""The table of permissions for the handbook: `python -m bihuan.rectification.permission_table`."""

from __future__ import annotations

from bihuan.rectification.permissions import PERMISSIONS, REACH, Deed
from bihuan.rectification.roles import Role


def markdown() -> str:
    """`PERMISSIONS` as a Markdown table: a row for each deed, a column for each role."""
    heads = ["事项", *(role.label for role in Role)]
    rule = ["---", *(":-:" for _ in Role)]
    reach = ["（范围）", *(REACH[role].label for role in Role)]
    return "\n".join(_line(cells) for cells in [heads, rule, reach, *map(_row, PERMISSIONS)])


def _row(deed: Deed) -> list[str]:
    return [deed.label, *("✓" if role in PERMISSIONS[deed] else "" for role in Role)]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(markdown())
