"""Changes of form alone: every pair passes as an editorial change, in both directions."""

import pytest

from tests.articles.editorial_texts import BODY, between

PAIRS = {
    "spelling": [
        ("The tumour grew.", "The tumor grew."),
        ("Anaemia and oedema.", "Anemia and edema."),
        ("Hypoglycaemia and diarrhoea.", "Hypoglycemia and diarrhea."),
        ("A randomised trial, hospitalised.", "A randomized trial, hospitalized."),
        ("A paediatric centre.", "A pediatric center."),
        ("We analyse behaviour.", "We analyze behavior."),
        ("A labelled fibre.", "A labeled fiber."),
        ("The oesophagus of a foetus.", "The esophagus of a fetus."),
        ("Licence to practise.", "License to practice."),
        ("An orthopaedic programme.", "An orthopedic program."),
    ],
    "misspellings": [
        ("Take teh pill.", "Take the pill."),
        ("They recieve it.", "They receive it."),
        ("A hemorrage.", "A haemorrhage."),
        ("Seperate the patinets.", "Separate the patients."),
        ("The the pill.", "The pill."),
        ("Rest and and sleep.", "Rest and sleep."),
    ],
    "words that are one": [
        ("You cannot drive.", "You can't drive."),
        ("You cannot drive.", "You can not drive."),
        ("It doesn't spread.", "It does not spread."),
        ("They're ill.", "They are ill."),
        ("In 5 per cent of cases.", "In 5 percent of cases."),
        ("A long-term follow-up.", "A long term follow up."),
        ("Good health care.", "Good healthcare."),
        ("Have a X-ray.", "Have an X-ray."),
        ("Wait an week.", "Wait a week."),
        ("They mustn't drive.", "They must not drive."),
        ("An e-mail at home.", "An email at home."),
        ("Take 2l of water.", "Take 2 L of water."),
        ("Take 5 mcg.", "Take 5 µg."),
        ("Take 5 ml.", "Take 5mL."),
    ],
    "capitals": [
        ("it helps.", "It helps."),
        ("It helps. they live.", "It helps. They live."),
        ("Give Octreotide now.", "Give octreotide now."),
        ("A note: The pill.", "A note: the pill."),
        ("“the pill” helps.", "“The pill” helps."),
    ],
    "marks": [
        ("It helps", "It helps."),
        ("It helps!", "It helps."),
        ('A "safe" drug\'s use.', "A “safe” drug’s use."),
        ("A 'safe' drug.", "A «safe» drug."),
        ("Rest - and sleep.", "Rest — and sleep."),
        ("Take 5-10 mg.", "Take 5 – 10 mg."),
        ("Take 5 mg.", "Take 5\u00a0mg."),
        ("Wait...", "Wait…"),
        ("E.g., rest. Therefore, call.", "Eg rest. Therefore call."),
        ("Ask Dr. Lee.", "Ask Dr Lee."),
        ("It helps; it is safe.", "It helps. It is safe."),
        ("no\u00adthing", "nothing"),
    ],
    "markup": [
        ("Take *this*  pill.", "Take this\npill."),
        ("- One\n- Two", "* One;\n* Two."),
        ("It helps.[@a]", "It helps [@a]."),
        ("|a|b|\n|-|-|\n|x|y|", "| a | b |\n|---|---|\n| x | y |"),
        ("The n*ew* pill.", "The new pill."),
        ("Take 5&nbsp;mg.", "Take 5 mg."),
        ("See [it](https://a.example).", "See *[it](https://a.example)*"),
    ],
}


@pytest.mark.parametrize(
    ("old", "new"), [pytest.param(*pair, id=f"{kind}: {pair[0]}") for kind in PAIRS for pair in PAIRS[kind]]
)
def test_editorial_change_of_form_passes(old, new):
    found = between(old, new), between(new, old)

    assert found == ([], [])


def test_editorial_changes_of_form_pass_together():
    new = BODY.replace("teh usual", "the  *usual*").replace("tumours", "tumors").replace("0.5 µg", "0.5 mcg")

    found = between(BODY, new)

    assert found == []
