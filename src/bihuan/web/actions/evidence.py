"""Evidence: files added, replaced and withdrawn; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath

from django.db import transaction
from django.utils import timezone

from bihuan.rectification.permissions import Action
from bihuan.web import media, storage
from bihuan.web.actions.recording import Refused, changing, created
from bihuan.web.models import Blob, Evidence, Finding, Person
from bihuan.web.queries import decision_on


def add_evidence(
    finding: Finding,
    *,
    by: Person,
    name: str,
    chunks: Iterable[bytes],
    note: str = "",
    replaces: Evidence | None = None,
) -> Evidence:
    """Stores a file as evidence of a finding's current cycle; `replaces` is its earlier version.

    Refused for files of a kind that isn't taken (the content decides) and for the same file twice.
    """
    _require(by, Action.ADD_EVIDENCE, finding)
    if replaces and (replaces.finding_id != finding.pk or hasattr(replaces, "replaced_by")):
        raise Refused("这份材料已有新版本，请刷新页面。")
    blob = store_file(plain_name(name), chunks)
    if finding.evidence.filter(cycle=finding.cycle, blob=blob, withdrawn_at=None).exists():
        raise Refused(f"“{plain_name(name)}”已经上传过了。")
    shot = media.photo_facts(storage.path_of(blob.digest), blob.media_type)
    evidence = Evidence(
        finding=finding,
        cycle=finding.cycle,
        blob=blob,
        name=plain_name(name),
        note=note.strip()[:300],
        replaces=replaces,
        added_by=by,
        taken_at=shot.taken_at,
        latitude=shot.latitude,
        longitude=shot.longitude,
    )
    with transaction.atomic():
        if replaces and replaces.withdrawn_at is None:
            _withdraw(replaces, by, "换成了新版本")
        return created(evidence, "evidence_added", by=by)


def withdraw_evidence(evidence: Evidence, *, by: Person, reason: str) -> None:
    """Takes a piece of evidence out of the proof; the file and the reason stay."""
    _require(by, Action.WITHDRAW_EVIDENCE, evidence.finding)
    if not reason.strip():
        raise Refused("请写明撤回的理由。")
    _withdraw(evidence, by, reason.strip())


def _withdraw(evidence: Evidence, by: Person, reason: str) -> None:
    with changing(evidence, "evidence_withdrawn", by=by, reason=reason) as row:
        if row.withdrawn_at:
            raise Refused("这份材料已经撤回了。")
        row.withdrawn_by, row.withdrawn_at = by, timezone.now()
        row.withdrawn_because = reason


def _require(by: Person, action: Action, finding: Finding) -> None:
    answer = decision_on(by, action, finding)
    if not answer.allowed:
        raise Refused("".join(block.message for block in answer.blocks))


def store_file(name: str, chunks: Iterable[bytes]) -> Blob:
    """Stores a file under its digest and notes its kind; Refused for kinds that aren't taken."""
    digest, size = storage.store(chunks)
    try:
        kind = media.kind_of(storage.path_of(digest))
    except media.NotTaken as error:
        if not Blob.objects.filter(pk=digest).exists():
            storage.path_of(digest).unlink(missing_ok=True)
        raise Refused(f"“{name}”{error}") from error
    return Blob.objects.get_or_create(digest=digest, defaults={"size": size, "media_type": kind})[0]


def plain_name(name: str) -> str:
    """A file's own name without folders and control characters."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    printable = "".join(char for char in last if char.isprintable()).strip(" .")
    return printable[-200:] or "未命名"
