"""A finding that somebody typed in: what its texts say beside what was entered."""

from __future__ import annotations

from dataclasses import replace

from bihuan.model import Finding, Part
from bihuan.reading.document_numbers import find_document_numbers
from bihuan.reading.folding import fold
from bihuan.reading.measures import split_measures
from bihuan.reading.quantities import find_quantities


def read_texts(finding: Finding) -> Finding:
    """The finding with the measures, document numbers and quantities in its problem and response.

    Spans of quantities are those in the text that has them.
    """
    response = finding.response or ""
    numbers = find_document_numbers(fold(f"{finding.problem}\n{response}"))
    return replace(
        finding,
        measures=split_measures(response) if response else (),
        documents=tuple(dict.fromkeys(number for _, number in numbers)),
        quantities=(
            *find_quantities(finding.problem, Part.PROBLEM, 0),
            *find_quantities(response, Part.RESPONSE, 0),
        ),
    )
