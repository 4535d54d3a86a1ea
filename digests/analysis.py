"""One pass over an essay: its sentences and their words, on which everything else is built."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from digests import repetition, sentences, structure, words
from digests.model import BlockKind, Essay, Sentence
from digests.simplified import SIMPLIFIED, TRADITIONAL

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"\w+")
_MOSTLY_HAN = 0.3
_SAMPLE = 2_000
_EDGE = 200
_FREQUENT_TERMS = 12
_PLAIN = str.maketrans(TRADITIONAL, SIMPLIFIED)
_MARKS = frozenset(TRADITIONAL)


@dataclass(frozen=True)
class Analysis:
    """An essay cut into sentences and words, once.

    ``sentences`` are those of paragraphs, list items and quotations; ``terms[i]`` are the words of
    ``sentences[i]`` without stop words and ``words[i]`` all of them. ``title`` are the title's terms.
    ``language`` is ``"zh"`` if the essay is mainly in Chinese characters, else ``"en"``.
    """

    essay: Essay
    language: str
    sentences: tuple[Sentence, ...]
    words: tuple[tuple[str, ...], ...]
    terms: tuple[tuple[str, ...], ...]
    title: tuple[str, ...]

    @cached_property
    def sections(self) -> tuple[structure.Section, ...]:
        """The parts between headings."""
        return structure.sections(self.essay)

    @cached_property
    def series(self) -> tuple[tuple[int, ...], ...]:
        """The enumerations, as positions of sentences."""
        return structure.series(self.sentences)

    @cached_property
    def run_ins(self) -> tuple[int, ...]:
        """The run-in headings, as positions of sentences."""
        return structure.run_ins(self.essay, self.sentences)

    @cached_property
    def characters(self) -> tuple[int, ...]:
        """How many characters that are not white space each sentence has."""
        return tuple(measure(sentence.text, "zh") for sentence in self.sentences)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """The size of each sentence in the units of its language, see ``measure``."""
        if self.language == "zh":
            return self.characters
        return tuple(measure(sentence.text, self.language) for sentence in self.sentences)

    @cached_property
    def edges(self) -> tuple[str, ...]:
        """The sentences' texts, of very long ones only both ends: what turns of phrase are looked for in.

        In simplified characters, see ``plain``.
        """
        return tuple(
            self.plain(text if len(text) <= 2 * _EDGE else text[:_EDGE] + text[-_EDGE:])
            for text in (sentence.text for sentence in self.sentences)
        )

    def plain(self, text: str) -> str:
        """The text in simplified characters, which turns of phrase are known in: each stays at its place."""
        return text.translate(_PLAIN) if self._is_traditional else text

    @cached_property
    def _is_traditional(self) -> bool:
        return not _MARKS.isdisjoint(_sample(self.essay))

    @cached_property
    def sayings(self) -> tuple[repetition.Saying, ...]:
        """What each sentence says, for finding repetitions."""
        every = (repetition.pairs_of(some, self.language) for some in self.words)
        return tuple(repetition.saying(pairs, self._title_pairs) for pairs in every)

    def saying(self, text: str) -> repetition.Saying:
        """What a text of this essay says."""
        return repetition.saying(repetition.pairs(text, self.language), self._title_pairs)

    @cached_property
    def _title_pairs(self) -> frozenset[str]:
        return repetition.pairs(self.essay.title[:_EDGE], self.language)

    @cached_property
    def matter(self) -> tuple[frozenset[str], ...]:
        """What each sentence speaks of: its pairs of characters, in English its terms."""
        if self.language == "zh":
            return tuple(saying.pairs for saying in self.sayings)
        return tuple(map(frozenset, self.terms))

    @cached_property
    def heading_matter(self) -> tuple[frozenset[str], ...]:
        """What the heading over each section speaks of; nothing where there is none."""
        blocks = self.essay.blocks
        headings = ("" if part.heading is None else blocks[part.heading].text for part in self.sections)
        return tuple(_matter(text[:_EDGE], self.language) for text in headings)

    @cached_property
    def frequent(self) -> dict[str, int]:
        """The terms of most sentences, the commonest first, and how many sentences use each.

        What is repeated word by word counts once.
        """
        counts = Counter(chain.from_iterable(map(dict.fromkeys, dict.fromkeys(self.terms))))
        return dict(counts.most_common(_FREQUENT_TERMS))

    @cached_property
    def section_of(self) -> tuple[int, ...]:
        """In which of the ``sections`` each sentence stands."""
        blocks = [number for number, part in enumerate(self.sections) for _ in range(part.start, part.end)]
        return tuple(blocks[sentence.place.block] for sentence in self.sentences)

    def release(self) -> None:
        """Let go of all that was worked out, little by little; there is nothing to ask it for any more.

        At once it would go too, but of a long essay that holds up all other threads meanwhile.
        """
        held = vars(self)
        while held:
            _, value = held.popitem()
            parts = list(value) if isinstance(value, tuple) else []
            del value
            while parts:
                parts.pop()

    def kind(self, position: int) -> BlockKind:
        """The kind of block a sentence stands in."""
        return self.essay.blocks[self.sentences[position].place.block].kind


def analyse(essay: Essay, segmenter: words.Segmenter | None = None) -> Analysis:
    """Cut an essay into sentences and words; its time is linear in the essay's length."""
    found = sentences.of(essay)
    every = tuple(tuple(words.words(sentence.text, segmenter)) for sentence in found)
    return Analysis(
        essay=essay,
        language=language(essay),
        sentences=found,
        words=every,
        terms=tuple(tuple(words.terms(some)) for some in every),
        title=tuple(words.terms(words.words(essay.title, segmenter))),
    )


def _matter(text: str, language: str) -> frozenset[str]:
    if language == "zh":
        return repetition.pairs(text, language)
    return frozenset(words.terms(_WORD.findall(text.lower())))


def language(essay: Essay) -> str:
    """``"zh"`` if three letters in ten or more of its beginning are Chinese characters, else ``"en"``."""
    sample = _sample(essay)
    han = len(_HAN.findall(sample))
    return "zh" if han and han >= _MOSTLY_HAN * sum(map(str.isalpha, sample)) else "en"


def _sample(essay: Essay) -> str:
    prose = (block.text for block in essay.blocks if block.kind is not BlockKind.CODE)
    return "".join(chain([essay.title], prose))[:_SAMPLE]


def measure(text: str, language: str) -> int:
    """How long a text is: characters that are not white space, or words if it is English."""
    parts = text.split()
    return len(parts) if language == "en" else sum(map(len, parts))
