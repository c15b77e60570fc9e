"""A finding's life as a Mermaid state diagram: `python -m bihuan.rectification.diagram`."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.rectification.status import TRANSITIONS, Status, Step


def mermaid() -> str:
    """The diagram of `TRANSITIONS`, without a fence and without a line break at its end."""
    states = [f'    state "{status.label}" as {status}' for status in Status]
    starts = [f"    [*] --> {status}" for status in Status if status not in _targets()]
    return "\n".join(["stateDiagram-v2", "    direction LR", *states, *starts, *_arrows()])


def _targets() -> set[Status]:
    return {transition.target for transition in TRANSITIONS.values()}


def _arrows() -> Iterator[str]:
    for step, transition in TRANSITIONS.items():
        for source in transition.sources:
            yield f"    {source} --> {transition.target}: {_caption(step)}"


def _caption(step: Step) -> str:
    roles = "、".join(role.label for role in TRANSITIONS[step].roles)
    reason = "，写明原因" if TRANSITIONS[step].reason else ""
    return f"{step.label}（{roles}{reason}）"


if __name__ == "__main__":
    print(mermaid())
