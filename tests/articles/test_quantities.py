"""The numbers of texts, side by side."""

import pytest

from articles.quantities import labels, side_by_side


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Take 5 mg twice a day.", ["5 mg", "twice"]),
        ("Take 5mg or 5 milligrams.", ["5 mg", "5 mg"]),
        ("About 1,000 people, 1000 in all.", ["1000", "1000"]),
        ("A hazard ratio of 0.50 (95% CI 0.41–0.81).", ["0.5", "95%", "0.41", "0.81"]),
        ("In 20 percent, or 20 %, of them.", ["20%", "20%"]),
        ("Two of ten had it within two weeks.", ["2", "10", "2 weeks"]),
        ("Half of them after 3 months.", ["half", "3 months"]),
        ("A 2-year trial of 177Lu, 68Ga, G1 and COVID-19.", ["2 years"]),
        ("Give 7.4 GBq every 8 weeks, 10 mg/kg at most.", ["7.4 GBq", "8 weeks", "10 mg/kg"]),
        ("Not one of them.", []),
        ("Section 3.2.1 has it.", ["3.2.1"]),
        ("0.10 mg is a tenth of 1.00 mg and 10 is 10.", ["0.1 mg", "1 mg", "10", "10"]),
    ],
)
def test_quantities_of_a_sentence_have_one_writing(sentence, found):
    assert labels(sentence) == found


def test_quantities_stand_side_by_side_with_the_sentences_that_give_them():
    texts = {
        "patient": "## Dose\n\nTake two tablets.[@a] It takes 3 days.\n",
        "professional": "- Give 2 tablets.\n- Give 500 mg.\n\n```\n7 mg\n```\n",
    }

    rows = {
        row.label: {
            name: [f"{m.before}{m.shown}{m.after}" for m in mentions]
            for name, mentions in row.mentions.items()
        }
        for row in side_by_side(texts)
    }

    assert rows == {
        "2": {"patient": ["Take two tablets."], "professional": ["Give 2 tablets."]},
        "3 days": {"patient": ["It takes 3 days."]},
        "500 mg": {"professional": ["Give 500 mg."]},
    }


def test_quantities_lead_to_the_place_of_their_sentence():
    (row,) = side_by_side({"patient": "First.\n\nTake 5 mg.\n"})

    assert row.mentions["patient"][0].anchor == "p-2"


def test_quantity_in_a_table_comes_with_its_row():
    (row,) = side_by_side({"patient": "| Who | Dose |\n|---|---|\n| Adults | 5 mg |\n"})

    assert row.mentions["patient"][0].before == "Adults | "


def test_long_sentence_is_shown_around_its_number_only():
    (row,) = side_by_side({"patient": f"{'word ' * 30}5 mg {'after ' * 30}\n"})
    mention = row.mentions["patient"][0]

    assert (mention.before, mention.shown) == ("… " + "word " * 8, "5")
    assert mention.after == " mg" + " after" * 6 + " …"
