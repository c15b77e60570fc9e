"""A comparison as one HTML file: nothing in it comes from outside, and it accuses nobody."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files

from bihuan.model import Comparison, Group, Pair, Text
from bihuan.originality.marking import COMMON, GRADES, Mark, Piece, marked, pieces
from bihuan.originality.summary import NOTICE, Line, Matrix, counts, lines, matrix

SIDES = 300
"""How many pairs are shown side by side, the most alike first; the table tells of all."""
ROWS = 5_000
"""How many rows a table of the page has at most."""
_UNSHARED = 1_200
_CONTEXT = 300
_EXCERPT = 160
_UNKNOWN = '<span class="omitted">对照库里的文本，这里没有原文。</span>'


def render(
    comparison: Comparison,
    texts: Iterable[Text],
    *,
    reference: Iterable[Text] = (),
    title: str = "文本比对",
) -> str:
    """The page over the compared texts, listed in their order, and what is known of the reference.

    Of a text that is neither, what is shared is shown from the other side alone.
    """
    given = list(texts)
    by_name = {text.name: text for text in (*reference, *given)}
    anchors = {(p.a, p.b): n for n, p in enumerate(comparison.pairs[:SIDES], 1)}
    told = lines(comparison, given)
    parts = [
        _head(title),
        f"<h1>{escape(title)}</h1>",
        f'<p class="notice">{NOTICE}</p>',
        f"<p>比对了 {comparison.documents} 份文本，{len(comparison.pairs)} 对有相同的段落，"
        f"{len(comparison.groups)} 段为三份以上共有。</p>",
        _table_of_texts(told, anchors),
        _matrix(matrix(comparison, given), anchors),
        _groups(comparison.groups, by_name),
        *_pairs(comparison.pairs, by_name),
        _foot(),
    ]
    return "".join(parts)


def _static(name: str) -> str:
    return files("bihuan.originality").joinpath("static", name).read_text("utf-8")


def _head(title: str) -> str:
    digest = b64encode(hashlib.sha256(_static("sides.js").encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
        f"<style>{_static('page.css')}{_static('sides.css')}</style></head><body>"
    )


def _foot() -> str:
    return f"<script>{_static('sides.js')}</script></body></html>"


# The tables


def _table_of_texts(told: list[Line], anchors: Mapping[tuple[str, str], int]) -> str:
    heads = ("文本", "报送时间", "字数", "相似", "最像", "程度")
    return _table("各份文本", heads, (_text_row(line, anchors) for line in told), len(told))


def _text_row(line: Line, anchors: Mapping[tuple[str, str], int]) -> str:
    written = line.text.written
    told = f"{written:%Y-%m-%d %H:%M}" if written else "—"
    share, grade = "0%" if line.pair is None else percent(line.share), ""
    if line.pair is not None:
        grade = GRADES[line.pair.grade]
        share = _link(anchors.get((line.pair.a, line.pair.b)), share)
    cells = (
        f'<td class="name">{escape(line.text.name)}</td><td class="nowrap">{told}</td>'
        f'<td class="number">{len(line.text.text)}</td><td class="number">{share}</td>'
        f'<td class="name">{escape(line.like) or "—"}</td><td class="nowrap">{grade or "—"}</td>'
    )
    return f"<tr>{cells}</tr>"


def _link(anchor: int | None, text: str) -> str:
    return f'<a href="#pair-{anchor}">{text}</a>' if anchor else text


def _matrix(told: Matrix, anchors: Mapping[tuple[str, str], int]) -> str:
    if not told.names:
        return ""
    heads = "".join(f'<th title="{escape(name)}">{n}</th>' for n, name in enumerate(told.names, 1))
    body = "".join(
        f'<tr><th class="name">{n} {escape(row)}</th>'
        + "".join(_cell(told, anchors, row, column) for column in told.names)
        + "</tr>"
        for n, row in enumerate(told.names, 1)
    )
    left = f"；只列最像的，另有 {told.left} 份" if told.left else ""
    return (
        f'<h2>两两相似</h2><p class="quiet">每行的文本有多少能在每列的文本里找到{left}</p>'
        f'<div class="wrap"><table class="matrix"><thead><tr><th></th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(told: Matrix, anchors: Mapping[tuple[str, str], int], row: str, column: str) -> str:
    share = told.shares.get((row, column))
    if share is None:
        return "<td></td>"
    anchor = anchors.get((row, column)) or anchors.get((column, row))
    return f'<td class="number m{int(share * 10)}">{_link(anchor, percent(share))}</td>'


def _groups(groups: Iterable[Group], by_name: Mapping[str, Text]) -> str:
    kept = list(groups)
    if not kept:
        return ""
    heads = ("共有的文字（开头）", "份数", "哪些", "可能的最早来源")
    note = "三份以上都有的段落；来源按报送先后和完整程度推测，供核实"
    rows = (_group_row(group, by_name) for group in kept)
    return _table("多份共有的段落", heads, rows, len(kept), note)


def _group_row(group: Group, by_name: Mapping[str, Text]) -> str:
    return (
        f"<tr><td>{escape(excerpt(group, by_name))}</td>"
        f'<td class="number">{len(group.members)}</td>'
        f"<td>{escape('、'.join(group.members))}</td><td>{escape(group.source)}</td></tr>"
    )


def excerpt(group: Group, by_name: Mapping[str, Text]) -> str:
    """The first words of what a group shares, as one of its members has them."""
    place = next((place for place in group.passages if place.document in by_name), None)
    text = by_name[place.document].text[slice(*place.span)] if place else ""
    return text[:_EXCERPT] + ("…" if len(text) > _EXCERPT else "")


def _table(
    title: str, heads: Iterable[str], rows: Iterable[str], count: int, note: str = ""
) -> str:
    left = f"只列前 {ROWS} 行，共 {count} 行。" if count > ROWS else ""
    told = f'<p class="quiet">{note}{left}</p>' if note or left else ""
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(row for _, row in zip(range(ROWS), rows, strict=False))
    return (
        f'<h2>{title}</h2>{told}<div class="wrap"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def percent(share: float) -> str:
    """0.845 as 84.5%, whole numbers without a fraction."""
    return f"{share * 100:.1f}".rstrip("0").rstrip(".") + "%"


# Side by side


def _pairs(pairs: Sequence[Pair], by_name: Mapping[str, Text]) -> Iterator[str]:
    if not pairs:
        return
    yield (
        '<h2>并排对照</h2><p class="quiet no-print">点开一对；点一段，另一边就对到同一段。'
        f"带下划线的字是两边不一样的；虚线的是{COMMON}，不计入。打印时只印已经点开的。</p>"
    )
    for number, pair in enumerate(pairs[:SIDES], 1):
        yield _pair(number, pair, by_name)
    if len(pairs) > SIDES:
        yield f'<p class="quiet">另有 {len(pairs) - SIDES} 对没有并排列出，请导出 xlsx 查看。</p>'


def _pair(number: int, pair: Pair, by_name: Mapping[str, Text]) -> str:
    counted = "" if counts(pair) else "，不计入"
    return (
        f'<details class="pair" id="pair-{number}"><summary>{escape(pair.a)} '
        f"<b>{percent(pair.a_share)}</b> ↔ {escape(pair.b)} <b>{percent(pair.b_share)}</b> "
        f'<span class="grade">{GRADES[pair.grade]}{counted}</span> '
        f'<span class="quiet">少见的字 {pair.rare}，常用的字 {pair.common}</span></summary>'
        f'<div class="sides">{_sides(pair, by_name)}</div></details>'
    )


def _sides(pair: Pair, by_name: Mapping[str, Text]) -> str:
    a, b = by_name.get(pair.a), by_name.get(pair.b)
    passages = [(passage.a, passage.b, not passage.rare) for passage in pair.passages]
    own, other = marked(a.text if a else "", b.text if b else "", passages)
    return _side(pair.a, a, own) + _side(pair.b, b, other)


def _side(name: str, text: Text | None, marks: list[Mark]) -> str:
    body = "".join(map(_piece, pieces(text.text, marks))) if text else _UNKNOWN
    label = escape(name)
    return (
        f'<section class="side"><h3>{label}</h3>'
        f'<div class="text" tabindex="0" role="region" aria-label="{label}">{body}</div></section>'
    )


def _piece(piece: Piece) -> str:
    if piece.mark is None:
        return _unshared(piece.text)
    words = "".join(
        f"<u>{escape(part)}</u>" if changed else escape(part) for part, changed in piece.parts
    )
    common = f' common" title="{COMMON}，不计入' if piece.mark.common else ""
    return (
        f'<mark class="c{piece.mark.colour}{common}" data-passage="{piece.mark.number}" '
        f'tabindex="0">{words}<sup>{piece.mark.number}</sup></mark>'
    )


def _unshared(text: str) -> str:
    """A long stretch that isn't shared is told by its ends, or a big batch would fill a disk."""
    if len(text) <= _UNSHARED:
        return escape(text)
    left = f'<span class="omitted">……（略 {len(text) - 2 * _CONTEXT} 字）……</span>'
    return escape(text[:_CONTEXT]) + left + escape(text[-_CONTEXT:])
