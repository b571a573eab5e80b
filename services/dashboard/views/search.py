"""Search words for Chinese text: pieces of two characters, because a word has no blanks around it (检索).

A trigram index knows no Chinese word of two characters, so the queue keeps pieces of its own: every pair of
neighbouring characters, every single character, and triples within runs of digits and Latin letters, where
pairs would be too common. A row matches when it has all pieces of the question and contains it as written.
"""

import re
import unicodedata

LONGEST = 200
"""Characters of number and title that are searchable."""

_LATIN = re.compile(r"[0-9a-z]{3,}")


def normalised(words: str) -> str:
    """Write full-width as half-width, upper as lower case, any blanks as one."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())[:LONGEST]


def words_of(number: str, title: str) -> str:
    """What of a case can be searched: its number and the clerk's summary."""
    return normalised(f"{number} {title}")


def pieces_of(words: str) -> list[str]:
    """All pieces under which a row with these normalised words can be found."""
    found = {*words, *_runs(words, 2)}
    for run in _LATIN.findall(words):
        found.update(_runs(run, 3))
    found.discard(" ")
    return sorted(found)


def pieces_asked(words: str) -> list[str]:
    """The fewest pieces that a row must have to contain these words.

    They cover the words without overlapping more than needed; that the row really contains the words is
    compared afterwards.
    """
    text = normalised(words)
    if len(text) == 1:
        return [text]
    asked = {piece for run in _LATIN.findall(text) for piece in _covering(run, 3)}
    for rest in _LATIN.split(text):
        asked.update(piece if " " not in piece else piece.strip() for piece in _covering(rest, 2))
    return sorted(asked - {""})


def _covering(text: str, length: int) -> set[str]:
    if len(text) < length:
        return {text}
    places = {*range(0, len(text) - length + 1, length), len(text) - length}
    return {text[place : place + length] for place in places}


def _runs(text: str, length: int) -> set[str]:
    return {text[place : place + length] for place in range(len(text) - length + 1)}
