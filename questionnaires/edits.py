"""Edits of a question so small that an answer to it stays what it was.

No program can tell that two texts mean the same. It can tell that the words are the same, or that
a word of the question has another ending. Everything beyond that is for the author to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from fractions import Fraction

MOST_WORDS = 2
LARGEST_SHARE = Fraction(1, 10)
QUESTION = "text"

_WITHIN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?=[^\W\d_])")
_WORD = re.compile(r"(?:(?<!\w)[-−])?\d+(?:[.,:]\d+)*|[^\W_]+|[%‰§€$<>≤≥=+±×]")


def _listed(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# Words that a sentence can gain or lose and say the same.
_FILLERS = _listed("att de den det då där här ju också som så väl")

# Words that decide how many, how much, how surely, or whether at all: never changed in passing.
_FIXED = _listed(
    "aldrig ej förutom icke inga ingen ingenting inget inte knappt saknar saknas utan utom varken",
    "all alla allt allting andel annan annat andra antal antingen bara bägge båda delvis eller endast",
    "enbart enda enskild enskilda enskilt enstaka fler flera flertalet flest flesta halv halva hela helt",
    "hälften högst högsta maximalt mer mera merparten mest mindre minst minsta några någon något par",
    "samma samtliga under vardera varje vissa vart åtminstone över övriga",
    "alltid bör får ibland kan måste ofta ska sällan",
    "noll en ett två tre fyra fem sex sju åtta nio tio elva tolv tjugo trettio fyrtio femtio sextio",
    "sjuttio åttio nittio hundra tusen miljon miljoner procent",
    "första tredje fjärde femte sjätte sjunde åttonde nionde tionde",
)


def words(text: str) -> tuple[str, ...]:
    """A text without what is only form: case, punctuation, spacing, hyphens inside a word.

    Signs that count or compare (%, §, <, +) and the points and commas inside numbers are kept.
    """
    plain = unicodedata.normalize("NFC", text).casefold().replace("\u00ad", "")
    return tuple(_WORD.findall(_WITHIN_WORD.sub("", plain)))


def same_words(old: str, new: str) -> bool:
    """Whether nothing but form differs."""
    return words(old) == words(new)


def is_small(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether an edit keeps the meaning, as far as a program can tell.

    The texts of a question that carry its meaning, by field: ``text`` is the question itself, the
    others are its criteria (levels, and when it does not apply). Criteria must keep their words. In
    the question at most two words, and at most a tenth of all the words, may get another form
    (”leverantör”, ”leverantörer”) or be a filler (”att”, ”som”); never a number, a negation or a
    quantifier.
    """
    criteria = (old.keys() | new.keys()) - {QUESTION}
    if not all(same_words(old.get(name, ""), new.get(name, "")) for name in criteria):
        return False
    edits = _edits(words(old.get(QUESTION, "")), words(new.get(QUESTION, "")))
    if edits is None:
        return False
    total = min(sum(len(words(text)) for text in texts.values()) for texts in (old, new))
    return edits <= MOST_WORDS and edits <= LARGEST_SHARE * total


def same_amounts(old: str, new: str) -> bool:
    """Whether two texts have the same numbers, negations and quantifiers, in any order."""
    return Counter(filter(_is_fixed, words(old))) == Counter(filter(_is_fixed, words(new)))


def _edits(old: tuple[str, ...], new: tuple[str, ...]) -> int | None:
    """How many words got another form or are fillers that came or went; None for any other edit."""
    count = 0
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[i:j], new[k:m]
        if len(gone) == len(come) and all(map(_alike, gone, come)):
            count += len(gone)
        elif _FILLERS.issuperset(gone + come):
            count += max(len(gone), len(come))
        else:
            return None
    return count


def _alike(one: str, other: str) -> bool:
    """Whether two words can be one word, misspelt or with another ending.

    They begin with the same three letters, and differ in one place by at most two letters.
    """
    if _is_fixed(one) or _is_fixed(other):
        return False
    shorter = min(len(one), len(other))
    start = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    left = shorter - start
    end = next((n for n in range(left) if one[-1 - n] != other[-1 - n]), left)
    return start >= 3 and max(len(one), len(other)) - start - end <= 2


def _is_fixed(word: str) -> bool:
    return word in _FIXED or not word.isalpha()
