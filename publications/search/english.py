"""English stems by Porter's algorithm (1980), with the spellings of both sides of the Atlantic made one."""

import re

_SPELLING = (
    (re.compile(r"(?<=..)is(e|ed|es|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=..)ys(e|ed|es|ing)$"), r"yz\1"),
    (re.compile(r"^(lab|neighb|harb|behavi|col|fav|hon|hum|rum|vap|endeav)our"), r"\1or"),
    (re.compile(r"^(cent|theat|fib|lit)re(s?)$"), r"\1er\2"),
    (re.compile(r"^(def|off|lic)ence(s?)$"), r"\1ense\2"),
    (re.compile(r"^programme(s?)$"), r"program\1"),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
)
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "peopl", "feet": "foot", "mice": "mouse",
    "taught": "teach", "built": "build", "bought": "buy", "brought": "bring", "sold": "sell", "told": "tell",
    "spent": "spend", "sent": "send", "paid": "pay", "held": "hold", "led": "lead", "lost": "lose", "grew": "grow",
    "grown": "grow", "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall", "wrote": "write",
    "written": "write", "chose": "choose", "chosen": "choose", "began": "begin", "begun": "begin", "knew": "know",
    "known": "know", "won": "win", "fought": "fight", "thought": "think", "sought": "seek", "caught": "catch",
    "policies": "polici", "policy": "polici", "analyses": "analyz", "analysis": "analyz", "crises": "crisi",
    "crisis": "crisi", "indices": "index", "criteria": "criterion", "dying": "die", "used": "use", "uses": "use", "using": "use", "user": "use", "users": "use", "lying": "lie",
}  # fmt: skip


def _longest_first(endings: dict[str, str]) -> dict[str, str]:
    return dict(sorted(endings.items(), key=lambda entry: -len(entry[0])))


_STEP_2 = _longest_first({
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
})  # fmt: skip
_STEP_3 = _longest_first(
    {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
)
_STEP_4 = _longest_first(dict.fromkeys((
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate", "iti", "ous",
    "ive", "ize",
), ""))  # fmt: skip
_TURN = re.compile("v+c")


def stem(word: str) -> str:
    """The stem of a lower-case word of plain Latin letters; three letters stay as they are, or "use" would be "us"."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3:
        return word
    for pattern, replacement in _SPELLING:
        word = pattern.sub(replacement, word)
    word = _participle(_plural(word))
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _replaced(_replaced(word, _STEP_2), _STEP_3)
    return _final(_dropped(word))


def _shape(word: str) -> str:
    """``c`` and ``v`` for each letter; y after a consonant is a vowel."""
    shape = ""
    for letter in word:
        is_vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if is_vowel else "c"
    return shape


def _measure(word: str) -> int:
    return len(_TURN.findall(_shape(word)))


def _has_vowel(word: str) -> bool:
    return "v" in _shape(word)


def _is_short(word: str) -> bool:
    """Consonant, vowel, consonant at the end, as in "hop"."""
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _participle(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        start = word.removesuffix(ending)
        if start != word and _has_vowel(start):
            if start.endswith(("at", "bl", "iz")):
                return start + "e"
            if start[-1] == start[-2:-1] and start[-1] not in "aeioulsz":
                return start[:-1]
            return start + "e" if _measure(start) == 1 and _is_short(start) else start
    return word


def _replaced(word: str, endings: dict[str, str]) -> str:
    for ending, replacement in endings.items():
        if word.endswith(ending):
            start = word.removesuffix(ending)
            return start + replacement if _measure(start) else word
    return word


def _dropped(word: str) -> str:
    if word.endswith("ion") and word[-4:-3] in {"s", "t"} and _measure(word[:-3]) > 1:
        return word[:-3]
    for ending in _STEP_4:
        if word.endswith(ending):
            start = word.removesuffix(ending)
            return start if _measure(start) > 1 else word
    return word


def _final(word: str) -> str:
    if word.endswith("e"):
        start = word[:-1]
        if _measure(start) > 1 or (_measure(start) == 1 and not _is_short(start)):
            word = start
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
