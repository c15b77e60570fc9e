"""The transitions as a Mermaid state diagram: `python -m bihuan.rectification.diagram`."""

from __future__ import annotations

from bihuan.rectification.status import TRANSITIONS, Status, Transition


def lifecycle() -> str:
    """The diagram's text, drawn from TRANSITIONS."""
    lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT.name}"]
    lines += [f"    {status.name} : {status.word}" for status in Status]
    lines += [
        f"    {source.name} --> {transition.target.name} : {_label(transition)}"
        for transition in TRANSITIONS
        for source in transition.sources
    ]
    return "\n".join(lines) + "\n"


def _label(transition: Transition) -> str:
    return transition.step.word + ("（须写理由）" if transition.reason else "")


if __name__ == "__main__":
    print(lifecycle(), end="")
