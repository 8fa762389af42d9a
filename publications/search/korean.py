"""Korean words: particles and endings taken off, syllable pairs, loose letters put together, Chinese characters read."""

import re
import unicodedata
from collections.abc import Iterator

# Particles that follow a noun, and what makes a verb of one (하다, 되다); the longest match counts.
_PARTICLES = """
    은 는 이 가 을 를 의 에 도 만 과 와 로 나 랑 께 에서 에게 에는 에도 에만 에의 으로 로서 로써 로는 로도 로의 까지 부터 보다 처럼 마다 조차
    마저 만큼 대로 뿐 밖에 이나 이란 란 이라 라는 이라는 라고 이라고 라도 이라도 라면 이라면 하고 이며 이고 인 이다 이었다 였다 입니다 이었고
    으로서 으로써 으로는 으로도 으로의 에서는 에서도 에서의 에게는 에게서 께서 께서는 과의 와의 과는 와는 까지의 까지는 부터는 부터의
    보다는 보다도 만을 만은 만이 만의 만으로 들 들이 들은 들을 들의 들도 들과 들에 들에게 들에게는 들로 들만 들까지 들이나
    하다 한다 하는 한 할 함 해 하여 해서 하여서 했다 했고 했던 했으며 하고 하며 하면 하기 하지 하자 하자는 하도록 하려 하려는 하려면 하게 하기도
    하기에 하던 해야 했으나 하지만 하지는 합니다 했습니다 하겠다 하였다 하였고 하였으며 해도 함께 함으로써 함에 함을 함이 함은 하기를 하기로 하라 하라고
    해주세요 해달라 해라 하십시오 하세요 하시는 하신 한다는 한다고 한다면 했다는 했다고 할지 할까 하네요 하고자 하나 하니 하므로
    되다 된다 되는 된 될 됨 되어 돼 되어서 돼서 됐다 됐고 됐던 되었다 되었고 되었던 되고 되며 되면 되기 되지 되도록 되게 되던 돼야 되어야 됩니다
    되었습니다 됐습니다 된다는 된다고 된다면 됨으로써 되자 되므로 되었으며 됐으며
    시키다 시킨다 시키는 시킨 시킬 시켜 시켜서 시켰다 시키고 시키며 시키면 시키기 시키지
    적 적인 적으로 적이다 적이고 적이며
""".split()  # noqa: SIM905 - as words they stay readable
_BY_LENGTH = {
    length: frozenset(particle for particle in _PARTICLES if len(particle) == length) for length in range(1, 6)
}
# A noun of one syllable is only seen before these; with the others "국가" would lose its second half.
_SURE = frozenset("을를은는")
_LIKELY = frozenset("을를은는이가의에도로")

_FIRST, _LAST = 0xAC00, 0xD7A3
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
# What a contracted past was before: 지켰 is 지키 + 었.
_UNCONTRACTED = {"ㅕ": "ㅣ", "ㅝ": "ㅜ", "ㅘ": "ㅗ", "ㅙ": "ㅚ"}
_PAST_ENDINGS = frozenset("다 고 던 으며 으나 지만 습니다 는데 다는 다고 으면 을 음 기".split())  # noqa: SIM905
_PRESENT_ENDINGS = frozenset("다 다는 다고 다면 는 고 며 면 기 지 게 던 도록 려 려면 려는 자 니다 은 을 음".split())  # noqa: SIM905

_LOOSE = re.compile("[ㄱ-ㅎㅏ-ㅣ]+")
_HANJA = dict(
    pair.split("=")
    for pair in """
    韓=한 國=국 美=미 日=일 中=중 北=북 南=남 朝=조 鮮=선 露=러 俄=러 英=영 獨=독 佛=불 蘇=소 臺=대 灣=만 東=동 西=서 亞=아 洲=주 歐=구
    核=핵 武=무 器=기 軍=군 事=사 兵=병 力=력 戰=전 爭=쟁 平=평 和=화 安=안 保=보 抑=억 制=제 防=방 衛=위 敵=적 攻=공 擊=격 同=동 盟=맹
    外=외 交=교 政=정 治=치 策=책 法=법 令=령 憲=헌 條=조 約=약 協=협 定=정 會=회 談=담 統=통 一=일 民=민 主=주 義=의 共=공 産=산 黨=당
    大=대 小=소 高=고 低=저 長=장 短=단 新=신 舊=구 前=전 後=후 內=내 上=상 下=하 人=인 口=구 民=민 社=사 經=경 濟=제 財=재 稅=세
    金=금 融=융 銀=은 行=행 通=통 貨=화 貿=무 易=역 輸=수 出=출 入=입 市=시 場=장 企=기 業=업 勞=노 動=동 者=자 福=복 祉=지 敎=교 育=육
    學=학 校=교 院=원 研=연 硏=연 究=구 所=소 報=보 告=고 書=서 論=론 文=문 史=사 地=지 方=방 都=도 農=농 村=촌 水=수 山=산 海=해
    川=천 江=강 空=공 天=천 火=화 電=전 氣=기 車=차 道=도 路=로 環=환 境=경 資=자 源=원 技=기 術=술 科=과 情=정 信=신 對=대 話=화
    關=관 係=계 問=문 題=제 案=안 年=년 月=월 家=가 族=족 女=여 男=남 老=노 少=소 生=생 命=명 醫=의 療=료 病=병 食=식 品=품 土=토
    自=자 由=유 權=권 利=리 益=익 害=해 正=정 公=공 私=사 司=사 裁=재 判=판 檢=검 察=찰 警=경 選=선 擧=거 議=의 員=원 總=총 統=통
    """.split()  # noqa: SIM905
)
HANJA = str.maketrans(_HANJA)


def forms(word: str) -> Iterator[str]:
    """A Hangul word without what follows its noun or root; nothing where it has no such form."""
    size = len(word)
    for length in range(min(5, size - 1), 0, -1):
        if word[size - length :] in _BY_LENGTH[length]:
            stem = word[: size - length]
            if len(stem) > 1 or word[size - length :] in _LIKELY:
                yield stem
            break
    root = _root(word)
    if root:
        yield root


def query_forms(word: str) -> Iterator[str]:
    """The same for a word that somebody asks for: one syllable is left only where that is sure."""
    for form in forms(word):
        if len(form) > 1 or word[1:] in _SURE:
            yield form


def pairs(word: str) -> list[str]:
    return [word[place : place + 2] for place in range(len(word) - 1)]


def _root(word: str) -> str:
    """The root of a verb of two syllables and more: 지키 of 지켰다, 지킨다, 지키는."""
    for length in (1, 2, 3):
        stem, ending = word[:-length], word[-length:]
        if len(stem) < 2:
            break
        initial, vowel, final = _parts(stem[-1])
        if final == "ㅆ" and ending in _PAST_ENDINGS:
            if stem[-1] in "었았" and len(stem) > 2:
                return stem[:-1]
            return stem[:-1] + _syllable(initial, _UNCONTRACTED.get(vowel, vowel))
        if final in {"ㄴ", "ㅂ"} and ending in {"다", "다는", "다고", "다면", "니다"}:
            return stem[:-1] + _syllable(initial, vowel)
        if final == " " and ending in _PRESENT_ENDINGS and len(stem) > 1:
            return stem
    return ""


def _parts(syllable: str) -> tuple[str, str, str]:
    code = ord(syllable) - _FIRST
    if not 0 <= code <= _LAST - _FIRST:
        return "", "", ""
    return _INITIALS[code // 588], _VOWELS[code % 588 // 28], _FINALS[code % 28]


def _syllable(initial: str, vowel: str, final: str = " ") -> str:
    return chr(_FIRST + _INITIALS.index(initial) * 588 + _VOWELS.index(vowel) * 28 + _FINALS.index(final))


def letters(word: str) -> str:
    """A word letter by letter, so that one wrong letter counts as one."""
    return unicodedata.normalize("NFD", word)


def join_letters(text: str) -> str:
    """Loose letters of a keyboard put together: ㅎㅏㄴ becomes 한."""
    return _LOOSE.sub(lambda match: _joined(match[0]), text)


def _joined(loose: str) -> str:
    out, place = "", 0
    while place < len(loose):
        is_syllable = loose[place] in _INITIALS and place + 1 < len(loose) and loose[place + 1] in _VOWELS
        if not is_syllable:
            out += loose[place]
            place += 1
            continue
        final, after = " ", place + 2
        follows_vowel = after + 1 < len(loose) and loose[after + 1] in _VOWELS
        if after < len(loose) and loose[after] in _FINALS and not follows_vowel:
            final, after = loose[after], after + 1
        out += _syllable(loose[place], loose[place + 1], final)
        place = after
    return out
