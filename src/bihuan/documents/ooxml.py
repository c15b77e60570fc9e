"""What Word and Excel files have in common: parts that name each other, and custom properties."""

from __future__ import annotations

import posixpath

from bihuan.documents.safety import Archive

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CUSTOM = "docProps/custom.xml"


class Package:
    """An OOXML archive and the relations between its parts."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def main_part(self, default: str) -> str:
        """The name of the main document's part; `default` where the package doesn't say."""
        return self.related("").get("officeDocument", default)

    def related(self, part: str) -> dict[str, str]:
        """The parts that `part` names, by the last word of the relation's type; "" is the package.

        Where several relations have one type, the first counts.
        """
        return {kind: target for kind, _, target in reversed(self._relations(part))}

    def targets(self, part: str) -> dict[str, str]:
        """The parts that `part` names, by the relation's id."""
        return {identifier: target for _, identifier, target in self._relations(part)}

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        folder, file = posixpath.split(part)
        root = self.archive.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        nodes = [] if root is None else root.iterchildren(_RELATION)
        return [
            (
                str(node.get("Type", "")).rsplit("/", 1)[-1],
                str(node.get("Id", "")),
                posixpath.normpath(posixpath.join("/", folder, str(node.get("Target", ""))))[1:],
            )
            for node in nodes
            if node.get("TargetMode") != "External"
        ]

    def properties(self) -> dict[str, str]:
        """The custom properties (docProps/custom.xml) as text, by name."""
        root = self.archive.xml(_CUSTOM)
        nodes = () if root is None else root.iterchildren()
        return {
            str(node.get("name")): "".join(str(text) for text in node.itertext()).strip()
            for node in nodes
            if node.get("name")
        }
