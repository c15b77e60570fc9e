"""The whole office in one file, and back: rows as JSON lines, files by their SHA-256, the key.

The rows are written by table, not as a copy of the database file, so that an office can move from
SQLite to PostgreSQL and back. They are read in one snapshot while the office goes on working; files
are only ever added, so that those which the snapshot names are all there.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from bihuan import __version__
from bihuan.errors import UserError
from bihuan.web.home import Home

FORMAT = "bihuan.backup/1"
_MANIFEST = "manifest.json"
_SECRET = "secret.key"
_FILE = re.compile(r"evidence/[0-9a-f]{2}/[0-9a-f]{64}")
_ROWS = re.compile(r"rows/[a-z_]+\.jsonl")
_APPS = ("web", "account", "mfa")
# Sessions end with a restore; what Django fills by itself stays as it fills it.
_CHUNK = 1024 * 1024
_LONGEST_MANIFEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Done:
    """What was backed up or restored."""

    rows: int
    files: int


# Backing up. Django is set up over the home before.


def back_up(home: Home, target: Path) -> Done:
    """Writes the office at `home` to the zip file `target`, whole or not at all.

    UserError where it can't be written or a stored file is gone.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            new = Path(folder) / "new.zip"
            with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
                done = _write(archive, home)
            new.replace(target)
    except OSError as error:
        raise UserError(f"备份写不进“{target}”：{error.strerror or error}。") from error
    return done


def _write(archive: zipfile.ZipFile, home: Home) -> Done:
    rows = 0
    digests: list[str] = []
    with _snapshot():
        for model in _models():
            with archive.open(f"rows/{model._meta.db_table}.jsonl", "w", force_zip64=True) as out:
                rows += _write_rows(out, model)
        digests += _digests()
        archive.writestr(_MANIFEST, json.dumps(_manifest(), ensure_ascii=False))
    archive.write(home.secret, _SECRET)
    for digest in digests:
        name = f"{digest[:2]}/{digest}"
        if not (home.evidence / name).exists():
            raise UserError(f"佐证文件 {digest[:12]} 不在数据目录里，没有备份；请先找回 {name}。")
        archive.write(home.evidence / name, f"evidence/{name}", zipfile.ZIP_STORED)
    return Done(rows, len(digests))


@contextmanager
def _snapshot() -> Iterator[None]:
    """Everything read inside is as it was at one moment; writers aren't held up."""
    from django.db import connection

    begin = "BEGIN"
    if connection.vendor == "postgresql":
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _models() -> list[Any]:
    from django.apps import apps

    models = [
        model
        for app in _APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    # Django's own groups and permissions aren't used.
    return [model for model in models if not _of_django(model)]


def _of_django(model: Any) -> bool:
    related = {field.related_model for field in model._meta.fields if field.related_model}
    return any(other._meta.app_label == "auth" for other in related)


def _write_rows(out: IO[bytes], model: Any) -> int:
    names = [field.attname for field in model._meta.concrete_fields]
    count = 0
    for row in model._base_manager.order_by("pk").values(*names).iterator():
        out.write(json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n")
        count += 1
    return count


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def _digests() -> list[str]:
    from bihuan.web.models import Blob

    return list(Blob.objects.values_list("digest", flat=True))


def _manifest() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": sorted(_applied()),
    }


def _applied() -> set[str]:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connection).applied_migrations()
    return {f"{app}.{name}" for app, name in applied if app in _APPS}


# Restoring


def unpack(archive_path: Path, into: Home) -> None:
    """Checks a back-up and lays its files and rows down in the new folder of `into`.

    UserError where it isn't one of ours, is damaged, or holds what a back-up doesn't.
    """
    try:
        with zipfile.ZipFile(archive_path) as archive:
            _check(archive, archive_path)
            for entry in archive.infolist():
                _lay_down(archive, entry, into)
    except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise UserError(f"“{archive_path.name}”不是完整的备份文件：{error}。") from error


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    names = archive.namelist()
    known = [_MANIFEST, _SECRET, *filter(_FILE.fullmatch, names), *filter(_ROWS.fullmatch, names)]
    if sorted(names) != sorted(known):
        raise UserError(f"“{path.name}”里有备份不该有的文件，没有恢复。")
    if archive.getinfo(_MANIFEST).file_size > _LONGEST_MANIFEST:
        raise UserError(f"“{path.name}”不是本软件的备份文件。")
    if json.loads(archive.read(_MANIFEST)).get("format") != FORMAT:
        raise UserError(f"“{path.name}”不是本软件的备份文件。")
    needed = sum(entry.file_size for entry in archive.infolist())
    if needed > shutil.disk_usage(path.parent).free:
        raise UserError(f"磁盘放不下这份备份（展开后 {needed // 2**20} MB），请清理磁盘后再恢复。")


def _lay_down(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Home) -> None:
    target = into.root / entry.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with archive.open(entry) as source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > entry.file_size:
                raise UserError(f"“{entry.filename}”比备份目录里写的大，没有恢复。")
            digest.update(chunk)
            out.write(chunk)
    if _FILE.fullmatch(entry.filename) and digest.hexdigest() != target.name:
        raise UserError(f"佐证文件 {target.name[:12]} 已损坏，没有恢复；请换一份备份。")


def load_rows(home: Home) -> Done:
    """Reads the rows that `unpack` laid down into the empty database, in one transaction.

    UserError where the database isn't empty, or the back-up comes from a newer program.
    """
    from django.db import transaction

    from bihuan.web.models import Blob, Person

    made = json.loads((home.root / _MANIFEST).read_text("utf-8"))
    if newer := set(made["migrations"]) - _applied():
        raise UserError(f"这份备份来自更新的版本（{min(newer)}），请先升级再恢复。")
    if Person.objects.exists():
        raise UserError("数据库里已经有数据，没有恢复；请换一个空的数据库或数据目录。")
    with transaction.atomic():
        rows = sum(_load(model, home) for model in _models())
        _set_sequences()
    return Done(rows, Blob.objects.count())


def _load(model: Any, home: Home) -> int:
    path = home.root / "rows" / f"{model._meta.db_table}.jsonl"
    if not path.exists():
        return 0
    count = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = {
                model._meta.get_field(_field(model, n)): v for n, v in json.loads(line).items()
            }
            values = {field.attname: field.to_python(value) for field, value in fields.items()}
            # Raw, so that times and digests stay what they were.
            model(**values).save_base(raw=True, force_insert=True)
            count += 1
    return count


def _field(model: Any, attname: str) -> str:
    names: dict[str, str] = {f.attname: f.name for f in model._meta.concrete_fields}
    return names[attname]


def _set_sequences() -> None:
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def clear_unpacked(home: Home) -> None:
    """Takes away what only the restore needed."""
    shutil.rmtree(home.root / "rows")
    (home.root / _MANIFEST).unlink()
