"""Essays to be found, as the contract of the indexes has them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.ports import Document, Index, Withdrawn
from digests.model import Keyword
from digests.query import parse

BORN = "2026-03-01"


def document(number: int, title: str, text: str, *, sequence: int | None = None, **facts: object) -> Document:
    """An essay; its change is its number unless another is given."""
    plain = Document(number, sequence or number, title, text, None, None, None)
    return replace(plain, **facts)  # type: ignore[arg-type]


def about(number: int, *terms: str, sequence: int | None = None) -> Document:
    """An essay that may be about these terms."""
    return document(number, f"第{number}篇", "。".join(terms), sequence=sequence, terms=terms)


def weighed(**weights: float) -> tuple[Keyword, ...]:
    """Terms with what they weigh."""
    return tuple(Keyword(term, weight) for term, weight in weights.items())


SHELF = (
    document(1, "产业互联网的深逻辑", "平台把流量归自己。产业不需要流量。", author="孟永辉",
             source="人人", date=date(2021, 10, 29), keywords=("产业", "深耕")),
    document(2, "渡口", "没有桥的地方，等待是唯一的路。徐雷在渡口。", author="李舟",
             date=date(2020, 3, 1), keywords=("渡口", "等待")),
    document(3, "桥", "造桥的人相信等待可以缩短。石头记得水的流量。", author="李舟",
             keywords=("造桥", "等待")),
    document(4, "Notes on Bridges", "A bridge is a promise; GPT-4 can't cross it.", source="Ferry Review",
             keywords=("bridge",)),
    document(5, "網絡時代", "網際網路改變了平臺與流量。", date=date(2022, 1, 1), keywords=("网络",)),
)  # fmt: skip


async def fill(index: Index, documents: Sequence[Document | Withdrawn] = SHELF) -> None:
    """Bring them in, as they follow on what is there."""
    assert await index.advance(BORN, await index.reached() or 0, documents)


async def found(index: Index, words: str, limit: int = 10, bound: int | None = None) -> list[int]:
    """Numbers of the essays that hold all a query asks for, the best first; some of it, if none has all."""
    ranking = await index.search(parse(words), limit, bound)
    scores = [ranked.score for ranked in ranking.hits]
    assert scores == sorted(scores, reverse=True)
    return [ranked.number for ranked in ranking.hits[: ranking.whole or None]]
