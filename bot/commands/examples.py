"""Words to try, for somebody who does not know yet what the library has."""

from collections.abc import Iterable

from bot.commands.choosing import MOST_CHOICES
from bot.replies import Button
from bot.texts import Language
from bot.visits.visit import Visit
from digests.folding import fold, letters
from digests.query import parse
from digests.stopwords import STOP_WORDS
from digests.words import words

# So many of the most frequent terms are looked at, and so many keywords of an essay.
_TERMS, _KEYWORDS = 400, 3
_LOOKED_INTO = 3
_SHORT = 2
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两半")
# At an edge of a term they belong to the sentence that it was cut from: 湾的.
_FUNCTION_WORDS = frozenset("的了是在和与及着吗呢吧之而或也就都把被让从对于我你他她它这那")


async def examples(visit: Visit, verb: str) -> list[Button]:
    """Buttons that look for something that can be found, in the reader's letters where there is such."""
    terms = _chosen(await visit.library.frequent(_TERMS), visit.voice.language)
    found = [await _as_written(visit, term) for term in terms]
    if len(found) < MOST_CHOICES:
        found += await _of_titles(visit)
    return [visit.button(word, verb, word) for word in list(dict.fromkeys(found))[:MOST_CHOICES]]


def is_scrap(term: str) -> bool:
    """Whether a term of several words begins or ends with one that only joins others."""
    parts = words(fold(term))
    return len(parts) > 1 and not _FUNCTION_WORDS.isdisjoint((parts[0], parts[-1]))


def _chosen(terms: Iterable[str], language: Language) -> list[str]:
    """Terms that say something, those in the reader's letters first, the longer of them first."""
    latin = language is Language.EN
    telling = filter(_is_telling, terms)
    return sorted(telling, key=lambda term: (term.isascii() is not latin, len(term) <= _SHORT))[:MOST_CHOICES]


def _is_telling(term: str) -> bool:
    """Whether somebody may want to read about it: no scrap of a verse, no number."""
    if term.isascii():
        return term.isalpha() and len(term) > _SHORT
    return len(term) > 1 and (STOP_WORDS | _NUMERALS).isdisjoint(term)


async def _as_written(visit: Visit, term: str) -> str:
    """A folded term as the first essay that is about it has it: in simplified or traditional characters."""
    for ranked in (await visit.library.search(parse(term))).ranking.hits[:_LOOKED_INTO]:
        opened = await visit.library.open(ranked.number)
        for keyword in opened.derived.keywords if opened else ():
            if fold(keyword) == term:
                return keyword
    return term


async def _of_titles(visit: Visit) -> list[str]:
    """A keyword of each of the newest essays that is in its title."""
    found: list[str] = []
    for record in await visit.store.latest(limit=MOST_CHOICES):
        keywords = (await visit.library.opened(record)).derived.keywords[:_KEYWORDS]
        title = letters(record.facts.title)
        found += [word for word in keywords if letters(word) in title and not is_scrap(word)][:1]
    return found
