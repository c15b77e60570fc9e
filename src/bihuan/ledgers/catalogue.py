"""The ledgers there are: the package's, and those that an office keeps in its home folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bihuan.ledgers.definition import Ledger, read, unknown_references, wrong

DEFINITIONS = Path(__file__).parent / "definitions"
FOLDER = "ledgers"


def catalogue(home: Path | None = None) -> dict[str, Ledger]:
    """All ledgers by name: the package's in alphabetical order, then those in home/ledgers.

    BadDefinition where a home folder's file is badly written or takes a name that is taken.
    """
    ledgers = dict(_package())
    own = sorted((home / FOLDER).glob("*.yaml")) if home else []
    for path in own:
        ledger = read(path)
        clash = [one.name for one in ledgers.values() if ledger.title == one.title]
        if ledger.name in ledgers or clash:
            raise wrong(path, f"与已有的台账 {ledger.name if not clash else clash[0]} 重名")
        ledgers[ledger.name] = ledger
    for path in own:
        missing = unknown_references(ledgers[path.stem], ledgers)
        if missing:
            raise wrong(path, f"foreignKeys 指向的 {missing[0]} 不存在")
    return ledgers


@cache
def _package() -> Mapping[str, Ledger]:
    return {ledger.name: ledger for ledger in map(read, sorted(DEFINITIONS.glob("*.yaml")))}
