"""Corpora to measure on: any JSONL file of texts, or made-up text after Zipf, seeded.

A record is a run of passages of about 220 words. A JSONL file (`.gz` too) has one object a line
with `title` and `text`.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PASSAGE_WORDS = 220
PASSAGES_PER_RECORD = 10
SEED = 90


@dataclass(frozen=True)
class Source:
    """One record before it is indexed."""

    key: str
    title: str
    passages: list[str]


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Yield title and text of every line."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt") as lines:
        for line in lines:
            row = json.loads(line)
            yield row.get("title", ""), row.get("text", "")


def records_of(path: Path) -> Iterator[Source]:
    """Yield the records of a JSONL corpus, one per line."""
    for number, (title, text) in enumerate(read(path)):
        words = text.split()
        passages = [
            " ".join(words[start : start + PASSAGE_WORDS])
            for start in range(0, len(words), PASSAGE_WORDS)
        ]
        yield Source(str(number), title, passages or [""])


def limited(sources: Iterable[Source], passages: int) -> Iterator[Source]:
    """Yield records until there are so many passages."""
    left = passages
    for source in sources:
        if left <= 0:
            return
        yield Source(source.key, source.title, source.passages[:left])
        left -= len(source.passages)


def repeated(path: Path) -> Iterator[Source]:
    """Yield the records of a corpus over and over, each round with passages shuffled anew.

    For sizes beyond the corpus: the words and their frequencies stay real.
    """
    once = list(records_of(path))
    chance = random.Random(SEED)
    for source in once:
        yield source
    for turn in itertools.count(1):
        for source in once:
            other = chance.choice(once)
            mixed = [*source.passages[: len(source.passages) // 2], *other.passages[::2]]
            yield Source(f"{turn}-{source.key}", f"{source.title} {turn}", mixed or [""])


def made_up(words: list[str]) -> Iterator[Source]:
    """Yield records without end whose words follow Zipf over `words`, most frequent first."""
    chance = random.Random(SEED)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for number in itertools.count():
        passages = [
            " ".join(chance.choices(words, cum_weights=weights, k=PASSAGE_WORDS))
            for _ in range(PASSAGES_PER_RECORD)
        ]
        title = " ".join(chance.choices(words, cum_weights=weights, k=8))
        yield Source(str(number), title, passages)


def syllables() -> list[str]:
    """Return some thousand Vietnamese syllables in a seeded order: onset, rhyme and tone."""
    onsets = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
    rhymes = (
        "a ai ao au ay âu ây eo êu ia iêu oa oi ôi ơi ơ u ua ui uôi ư ưa ươi ươu "
        "an ang anh ăn ăng âm ân âng em en ên ênh in inh iên iêng oan oang on ong "
        "ôm ôn ông ơn um un ung uôn uông ưng ươn ương uyên"
    )
    tones = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
    chance = random.Random(SEED)
    found = [
        unicodedata.normalize("NFC", onset + rhyme[:1] + tone + rhyme[1:])
        for onset in onsets.split()
        for rhyme in rhymes.split()
        for tone in tones
    ]
    chance.shuffle(found)
    return found
