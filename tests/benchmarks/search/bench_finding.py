"""Finding: whether the document that is looked for comes first, against the peers on the same documents."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.benchmarks.harness import Row
from tests.benchmarks.search import people, questions
from tests.benchmarks.search.engines import Engine
from tests.benchmarks.search.questions import Known, mean_reciprocal_rank
from tests.benchmarks.search.shelves import Size, shelf


def words_of_a_sentence() -> Row:
    """Two to four words that somebody remembers."""
    name = f"finding by 2-4 words of a sentence, MRR@10 of {questions.COUNT}"
    return _against_peers(name, questions.sentence_words(), Size.DOCUMENTS, 0.08)


def long_words_of_a_document() -> Row:
    """The same, of poems mostly."""
    name = f"the same, words of 2 characters and more, a document drawn first, {questions.COUNT}"
    return _against_peers(name, questions.long_words(), Size.DOCUMENTS, None)


def pieces_of_titles() -> Row:
    """A piece of a title, against an index made for that."""
    found = shelf(Size.DOCUMENTS)
    name = f"finding by 3-7 characters of a title, MRR@10 of {questions.COUNT}"
    return _row(name, questions.title_pieces(), (found.ours, found.titles, *found.peers), 0)


def abstracts_as_questions() -> Row:
    """What an editor wrote above an essay, asked whole."""
    name = f"finding an essay by its editor's abstract, MRR@10 of {questions.OF_ABSTRACTS}"
    return _against_peers(name, questions.abstracts(), Size.ALL, 0)


def as_people_ask() -> Row:
    """Questions as people write them, the first five hits judged without knowing whose they are."""
    return _judged("questions as people ask", people.SEEN)


def as_people_ask_unseen() -> Row:
    """The same of questions that nobody had an eye on while the search was made better."""
    return _judged("questions as people ask, not seen before", people.UNSEEN)


def _judged(name: str, file: Path) -> Row:
    peer = best_peer()
    tally = people.compare(people.judged(file), shelf(Size.DOCUMENTS).ours, peer)
    return Row(
        f"{tally.asked} {name}, first {people.SHOWN} hits judged (wins − losses)",
        tally.wins - tally.losses,
        f"{tally.wins} wins, {tally.losses} losses, {tally.ties} ties; DCG {tally.ours:.2f}",
        f"{peer.name}: DCG {tally.peer:.2f}",
        unit="questions",
        note=f"{tally.unjudged} hits not judged yet, counted as off the point" if tally.unjudged else "",
    )


@cache
def best_peer() -> Engine:
    """The peer that finds best by words of a sentence."""
    known = questions.sentence_words()
    return max(shelf(Size.DOCUMENTS).peers, key=lambda peer: mean_reciprocal_rank(known, peer.find))


def _against_peers(name: str, known: Sequence[Known], size: Size, goal: float | None) -> Row:
    made = shelf(size)
    return _row(name, known, (made.ours, *made.peers), goal)


def _row(name: str, known: Sequence[Known], engines: Sequence[Engine], goal: float | None) -> Row:
    ours, *peers = [(mean_reciprocal_rank(known, engine.find), engine.name) for engine in engines]
    peers.sort(reverse=True)
    return Row(
        f"{name} (ours − best peer)",
        ours[0] - peers[0][0],
        f"{ours[0]:.3f}",
        "; ".join(f"{value:.3f} {peer}" for value, peer in peers),
        unit="",
        at_least=goal,
    )


BENCHMARKS = (
    words_of_a_sentence,
    long_words_of_a_document,
    pieces_of_titles,
    abstracts_as_questions,
    as_people_ask,
    as_people_ask_unseen,
)
