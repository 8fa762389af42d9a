"""Made-up publications in any number, for work on speed. The same number and seed give the same publications."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from config.languages import LANGUAGES, Bilingual, Language
from people.names import NamePair, PersonName
from publications.corpus import words
from publications.corpus.records import Author, Part, Record
from publications.document.types import Issued, Precision

FIRST_YEAR, YEARS = 2000, 26
# Kind, its share, and how many chapters it has.
KINDS = (("report", 3, (5, 7)), ("working-paper", 3, (2, 4)), ("issue-brief", 3, (1, 1)), ("commentary", 2, (0, 0)))
PRECISIONS: tuple[tuple[Precision, ...], tuple[int, ...]] = (("day", "month", "year"), (16, 3, 1))
# So many authors for each hundred publications.
AUTHORS_A_HUNDRED = 12


@dataclass(frozen=True)
class Makings:
    """What the publications of one corpus share."""

    authors: tuple[Author, ...]
    topics: tuple[Bilingual, ...]
    centers: tuple[Bilingual, ...]


def make(count: int, seed: int = 1) -> Iterator[Record]:
    makings = Makings(
        # The number of authors follows from the number asked for; the order of drawing does not.
        authors=tuple(_author(number, seed) for number in range(max(14, count * AUTHORS_A_HUNDRED // 100))),
        topics=tuple(
            Bilingual(f"{place.en} {field.en}".capitalize(), f"{place.ko} {field.ko}")
            for place in words.PLACES
            for field in words.FIELDS
        ),
        centers=tuple(Bilingual(f"Center for {field.en.title()}", f"{field.ko}센터") for field in words.FIELDS[:6]),
    )
    for number in range(1, count + 1):
        # S311: nothing here is secret
        yield _record(number, seed, Random(f"{seed}-{number}"), makings)  # noqa: S311


def _author(number: int, seed: int) -> Author:
    """Namesakes occur, as they do in life; the key tells them apart."""
    random = Random(f"{seed}-author-{number}")  # noqa: S311 - nothing here is secret
    family, (first, second) = random.choice(words.FAMILIES), random.sample(words.SYLLABLES, 2)
    name = NamePair(
        en=PersonName(family.en, f"{first.en.capitalize()}-{second.en}", family_first=True),
        ko=PersonName(family.ko, first.ko + second.ko, family_first=True),
    )
    return Author(f"synthetic-{seed}-author-{number + 1:05}", name)


def _record(number: int, seed: int, random: Random, makings: Makings) -> Record:
    language: Language = "ko" if random.random() < 0.4 else "en"
    kind, _, chapters = random.choices(KINDS, weights=[share for _, share, _ in KINDS])[0]
    topics = tuple(random.sample(makings.topics, random.randint(1, 4)))
    # Some authors write much more than others.
    places = {int(len(makings.authors) * random.random() ** 2) for _ in range(random.choice((1, 1, 2, 2, 3, 5)))}
    has_both = random.random() < 0.8
    title = _title(topics[0], random)
    named = _named(random)
    summary = Bilingual(_text("en", random, 2) + named.en, _text("ko", random, 2) + named.ko)
    return Record(
        slug=f"synthetic-{seed}-{number:06}",
        language=language,
        kind=kind,
        title=title if has_both else _only(title, language),
        summary=summary if has_both else _only(summary, language),
        authors=tuple(makings.authors[place] for place in sorted(places)),
        topics=topics,
        centers=tuple(random.sample(makings.centers, random.choice((0, 1, 1, 1, 2)))),
        parts=tuple(_parts(language, random, random.randint(*chapters))),
        advice=tuple(_advice(random)) if kind == "report" else (),
        issued=_issued(random),
    )


def _advice(random: Random) -> Iterator[tuple[Bilingual, tuple[Bilingual, ...]]]:
    for heading in random.sample(words.HEADINGS, 2):
        yield (
            heading,
            tuple(_title(random.choice(words.FIELDS), random, words.ADVICE) for _ in range(random.randint(1, 3))),
        )


def _named(random: Random) -> Bilingual:
    """A name that hardly any other publication has, so that rare words can be searched for."""
    syllables = random.choices(words.SYLLABLES, k=4)
    name = Bilingual("".join(entry.en for entry in syllables).capitalize(), "".join(entry.ko for entry in syllables))
    return Bilingual(*(f"<p>{words.NAMED.get(language).format(name.get(language))}</p>" for language in LANGUAGES))


def _only(text: Bilingual, language: Language) -> Bilingual:
    return Bilingual(ko=text.ko) if language == "ko" else Bilingual(en=text.en)


def _title(topic: Bilingual, random: Random, patterns: Sequence[Bilingual] = words.TITLES) -> Bilingual:
    pattern = random.choice(patterns)
    return Bilingual(pattern.en.format(topic.en), pattern.ko.format(topic.ko))


def _issued(random: Random) -> Issued:
    precision = random.choices(PRECISIONS[0], weights=PRECISIONS[1])[0]
    day = datetime.date(FIRST_YEAR + random.randrange(YEARS), random.randint(1, 12), random.randint(1, 28))
    return Issued(
        day.replace(month=1 if precision == "year" else day.month, day=day.day if precision == "day" else 1), precision
    )


def _parts(language: Language, random: Random, count: int) -> Iterator[Part]:
    if count == 1:
        yield Part(Bilingual(), _text(language, random, 8))
        return
    for place in range(count):
        title = _title(random.choice(words.FIELDS), random)
        if place == 0:
            yield Part(Bilingual("Introduction", "서론"), _text(language, random, 3), matter="front")
        elif place == count - 1:
            yield Part(Bilingual("Conclusion", "결론"), _text(language, random, 3), matter="back")
        else:
            yield Part(title, _text(language, random, 4) + _table(language, random))
            yield Part(_title(random.choice(words.FIELDS), random), _text(language, random, 4), level=2)


def _text(language: Language, random: Random, paragraphs: int) -> str:
    """Paragraphs of four or five sentences; one in three has a note."""
    blocks = []
    for number in range(paragraphs):
        sentences = [_sentence(language, random) for _ in range(random.randint(4, 5))]
        note = f'<span data-note="n{number + 1}">{_sentence(language, random)}</span>' if random.random() < 0.3 else ""
        blocks.append(f"<p>{' '.join(sentences)}{note}</p>")
    return "".join(blocks)


def _sentence(language: Language, random: Random) -> str:
    pattern = random.choice(words.SENTENCES).get(language)
    return pattern.format(
        field=random.choice(words.FIELDS).get(language),
        place=random.choice(words.PLACES).get(language),
        number=random.randint(2, 98),
        year=FIRST_YEAR + random.randrange(YEARS),
    )


def _table(language: Language, random: Random) -> str:
    rows = "".join(
        f'<tr><th scope="row">{random.choice(words.FIELDS).get(language)}</th><td>{random.randint(2, 98)}</td></tr>'
        for _ in range(4)
    )
    return f"<table><caption>{_sentence(language, random)}</caption><tbody>{rows}</tbody></table>"
