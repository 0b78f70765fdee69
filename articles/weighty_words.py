"""Which words and signs of a text carry its medical meaning, in the order of reading."""

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["number", "unit", "negation", "direction", "name"]


@dataclass(frozen=True, slots=True)
class Weight:
    """One such word as `shown`; `text` is its normal form, the same for mcg and µg, for week and weeks."""

    kind: Kind
    text: str
    shown: str = field(compare=False)


_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.,])[.,])?\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<dash>(?<=\d)\s*[-‐‑–—−]\s*(?=[.,]?\d)|[-‐‑–—−](?=[.,]?\d))"
    r"|(?P<ratio>(?<=\d)\s*:\s*(?=\d))"
    r"|(?P<sign>[<>≤≥≪≫=≠±≈~+−×÷·/%‰°√∞∼])"
)
_MEDICINE = re.compile(
    r"\w*(?:mab|nib|ciclib|parib|limus|statin|olol|pril|sartan|azole|cillin|[mt][iy]cin|floxacin"
    r"|cycline|cyclin|vir|gliptin|gliflozin|glutide|platin|rubicin|taxel|tecan|idomide|zolomide|eotide|dotatate|dotatoc"
    r"|mustine|ozocin|trexate|abine|uracil|fosfamide|semide|thiazide|dipine|zosin|triptan|setron|prazole|tidine|zepam"
    r"|zolam|barbital|caine|codone|codeine|morphine|fentan[iy]l|profen|coxib|fenac|sone|solone|onide|terol|tropium"
    r"|lukast|formin|glitazone|insulin|parin|grel|xaban|gatran|warfarin|aspirin|paracetamol|acetaminophen|digoxin"
    r"|lithium|interferon|lutetium|gallium|yttrium|radium|vaccine)s?"
)
_SYMBOLS = """
    mg g kg µg ng pg mL dL µL L IU mmol µmol nmol mol mEq mmHg kPa cm mm m km Gy mGy cGy Sv mSv Bq MBq GBq mCi kcal kJ Hz
    bpm sec h hr hrs min s d wk yr
"""
_OTHER_WRITINGS = {"mcg": "µg", "ug": "µg", "ml": "mL", "dl": "dL", "ul": "µL", "l": "L", "mmhg": "mmHg"}
_SYMBOL_FORMS = {**{symbol: symbol for symbol in _SYMBOLS.split()}, **_OTHER_WRITINGS}
_UNITS = """
    gram milligram microgram kilogram nanogram litre liter millilitre milliliter unit mole meter metre centimetre
    centimeter millimetre millimeter second minute hour day night week month year decade age percent percentage degree
    fold dose dosage tablet capsule pill drop puff sachet ampoule vial injection infusion patch cycle session course
    teaspoon tablespoon cup glass calorie daily nightly weekly fortnight monthly yearly annual hourly per each every
"""
_NUMBERS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen
    half third quarter once twice thrice double triple single both pair couple first fourth fifth sixth seventh
    eighth ninth tenth
"""
_NEGATIONS = """
    not no never without nor neither none nobody nothing nowhere cannot non hardly barely scarcely lack absent absence
    free avoid stop stopp cease discontinu withhold withheld omit omitt skip skipp refus refrain contraindicat
    contraindication except exception exclud unless until instead rather against despite although but however fail
    failure negativ deny denied forbid forbidden prohibit
"""
_DIRECTIONS = """
    more less most least much many few fewer higher lower high low highest lowest above below over under up down greater
    smaller larger great small large increase decrease reduce raise lower grow grew shrink shrank rise rose fall fell
    better worse best worst improve worsen benefit harm before after during within beyond between since early earlier
    earliest late later latest soon sooner immediate immediately longer shorter long short maximum minimum maximal
    minimal enough only also always often usual usually sometime sometimes rare rarely seldom all any some must shall
    should may might can could will would need ought recommend suggest advise consider require left right acute chronic
    mild moderate severe benign malignant positive safe unsafe effective ineffective strong
    weak likely unlikely possible impossible if when while start begin continue resume allow permit give take same
    different equal similar superior inferior or
"""


def _stem(word: str) -> str:
    """The word without its ending, so that mended grammar (it stop, it stops) is no change of meaning."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


_STEMS: dict[str, Kind] = {
    **{_stem(word): "direction" for word in _DIRECTIONS.split()},
    **{_stem(word): "unit" for word in _UNITS.split()},
    **{_stem(word): "number" for word in _NUMBERS.split()},
    **{_stem(word): "negation" for word in _NEGATIONS.split()},
}
# Soft hyphen, zero-width space and joiners, word joiner, byte order mark. What reorders text is not among them.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def visible(text: str) -> str:
    """Text without characters that nobody sees, with one form of apostrophe."""
    return _UNSEEN.sub("", text).replace("’", "'").replace("ʼ", "'").replace("μ", "µ")


def symbol(word: str, *, follows_number: bool = True) -> str:
    """The one writing of the sign of a unit (µg for mcg), or "" where the word is none."""
    return _SYMBOL_FORMS.get(word, "") if len(word) > 1 or follows_number else ""


def weights(text: str) -> list[Weight]:
    """Every number, unit, negation, word of direction and name (of a medicine, an acronym) in order."""
    found: list[Weight] = []
    shown, end_of_number = visible(text), -1
    for match in _TOKEN.finditer(shown):
        follows_number = (
            match.start() - end_of_number <= 1 and shown[end_of_number : match.start()].strip() == ""
        )
        kind, token = match.lastgroup, match.group()
        if kind == "word":
            weight = _weigh(token, follows_number=follows_number and end_of_number >= 0)
            found += [weight] if weight else []
            continue
        normal = {"dash": "–", "ratio": ":"}.get(kind or "", token)
        found.append(Weight("unit" if normal in "%‰°/" else "number", normal, token.strip()))
        end_of_number = match.end()
    return found


def _weigh(word: str, *, follows_number: bool) -> Weight | None:
    if not word.isascii() and any(c.isnumeric() or ord(c) > 0x24F for c in word.replace("µ", "")):
        return Weight("number" if any(map(str.isnumeric, word)) else "name", word, word)  # ½, m², β
    if sign := symbol(word, follows_number=follows_number):
        return Weight("unit", sign, word)
    folded = word.casefold()
    if kind := _STEMS.get(_stem(folded)):
        return Weight(kind, _stem(folded), word)
    if folded.endswith(("n't", "less")):
        return Weight("negation", folded, word)
    if _MEDICINE.fullmatch(folded) or sum(map(str.isupper, word)) > 1:
        return Weight("name", folded, word)
    return Weight("unit", word, word) if follows_number and len(word) == 1 else None
