"""整改类型: what a time limit in words says of how long there is to act."""

from __future__ import annotations

import re

IMMEDIATE, LIMITED, STANDING = "立行立改", "限期整改", "长期坚持"
_IMMEDIATE = re.compile(r"立行立改|即知即改|立即整改|即行即改|立查立改|边查边改|立整立改")
_STANDING = re.compile(r"长期|常态化|持续(?:坚持|推进|整改)")


def is_immediate(*words: str | None) -> bool:
    """Whether any of the words (a time limit, a category) calls for action at once."""
    return any(_IMMEDIATE.search(word) for word in words if word)


def is_standing(*words: str | None) -> bool:
    """Whether any of the words calls for something to be kept up for good."""
    return any(_STANDING.search(word) for word in words if word)


def category_of(*, immediate: bool, standing: bool, dated: bool) -> str | None:
    """The 整改类型 that a time limit amounts to, or None where there is none."""
    flags = ((IMMEDIATE, immediate), (STANDING, standing))
    return "，".join(word for word, said in flags if said) or (LIMITED if dated else None)
