"""The triggers: what the database refuses whoever asks."""

from collections.abc import Iterable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from articles.models import Article, Contributor, EmergencyTable, Manuscript, Notice
from reviews import reviewing, triggers, workflow
from reviews.models import Book, Comment, Decision, Review, Round, Sealed
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

APPEND_ONLY = {
    "articles_contributor",
    "articles_emergencytable",
    "articles_manuscript",
    "articles_notice",
    "articles_rendered",
    "articles_sentence",
    "reviews_decision",
    "reviews_disclosure",
    "reviews_editorialpolicy",
    "reviews_signature",
}
ONCE_SET = {"reviews_comment", "reviews_review", "reviews_round", "reviews_sealed"}
KEPT = {"articles_article", "articles_articleversion", "reviews_book"}
GUARDED = APPEND_ONLY | ONCE_SET | KEPT


@pytest.fixture
def version(the_house):
    """An approved version with at least one row in every guarded table."""
    version = the_house.approved()
    texts = {"patient": "Do not rely on this.", "professional": "Do not rely on this."}
    workflow.notice(
        version, by=the_house.editor, password=PASSWORD, kind="correction", text=texts, instead=texts
    )
    EmergencyTable.objects.create(text="", by=the_house.editor, at=timezone.now())
    closed = version.rounds.get()
    Comment.objects.create(
        version=version, manuscript=closed.manuscript, round=closed, author=the_house.reviewers[0], kind="question",
        body="Why?", posted_at=timezone.now(),
    )  # fmt: skip
    return version


def refused(sql: str) -> bool:
    """Whether the database refuses this, by a trigger of ours."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "is refused, the record is append-only" in str(error)
    return False


def refused_on(tables: Iterable[str], sql: str) -> set[str]:
    """The tables on which `sql` is refused; {table}, {key}, {column} and {columns} are filled in."""
    found = set()
    for model in {guard.model for guard in triggers.GUARDS if guard.model._meta.db_table in tables}:
        columns = [field.column for field in model._meta.concrete_fields]
        assert model.objects.exists(), f"{model} needs a row for its test"
        names = {
            "key": columns[0],
            "column": columns[-1],
            "columns": ", ".join(f'"{name}"' for name in columns),
        }
        if refused(sql.format(table=model._meta.db_table, **names)):
            found.add(model._meta.db_table)
    return found


# What no table takes


def test_every_guarded_table_is_named_by_one_guard():
    tables = [guard.model._meta.db_table for guard in triggers.GUARDS]

    assert sorted(tables) == sorted(GUARDED)


def test_update_is_refused_on_append_only_tables(version):
    assert refused_on(APPEND_ONLY, 'UPDATE {table} SET "{column}" = NULL') == APPEND_ONLY


def test_update_that_changes_nothing_is_refused_where_rows_are_frozen(version):
    frozen = APPEND_ONLY | ONCE_SET

    assert refused_on(frozen, 'UPDATE {table} SET "{column}" = "{column}"') == frozen


def test_delete_is_refused_on_every_guarded_table(version):
    assert refused_on(GUARDED, "DELETE FROM {table}") == GUARDED


def test_emptying_is_refused_on_every_guarded_table(version):
    empty = "TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {table} WHERE 1"

    assert refused_on(GUARDED, empty) == GUARDED


def test_insert_over_an_existing_key_is_refused_on_every_guarded_table(version):
    upsert = (
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE true"
        ' ON CONFLICT ("{key}") DO UPDATE SET "{key}" = excluded."{key}", "{column}" = NULL'
    )
    # On PostgreSQL an upsert is an update, which Book, Article and ArticleVersion take where their rule allows it.
    expected = GUARDED if connection.vendor == "sqlite" else APPEND_ONLY | ONCE_SET

    assert refused_on(GUARDED, upsert) & expected == expected


def test_replace_is_refused_on_every_guarded_table(version):
    if connection.vendor == "sqlite":
        replace = "INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"
    else:
        replace = (
            'INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} ON CONFLICT ("{key}") DO NOTHING'
        )
    before = {guard.model: list(guard.model.objects.order_by("pk").values()) for guard in triggers.GUARDS}

    found = refused_on(GUARDED, replace)

    # PostgreSQL knows no REPLACE; what it has instead of an error leaves every row as it was.
    assert found == (GUARDED if connection.vendor == "sqlite" else set())
    assert {model: list(model.objects.order_by("pk").values()) for model in before} == before


def test_replace_by_the_hidden_row_number_is_refused(version):
    digest, body = "e" * 64, "x"
    keyed = ["articles_manuscript", "reviews_sealed"]
    if connection.vendor == "sqlite":
        takes_over = [
            f"INSERT OR REPLACE INTO articles_manuscript (rowid, digest, format, body) VALUES (1, '{digest}', 1, '{body}')",
            f"INSERT OR REPLACE INTO reviews_sealed (rowid, digest, kind, body, salt) VALUES (1, '{digest}', '', '', '')",
        ]
    else:
        takes_over = [f"UPDATE {table} SET digest = '{digest}'" for table in keyed]

    assert [refused(sql) for sql in takes_over] == [True, True]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("articles_article", "id = {other}"),
        ("articles_articleversion", "id = {other}"),
        ("reviews_book", "id = {other}, head_seq = head_seq + 1"),
        ("reviews_book", "name = 'house', head_seq = head_seq + 1"),
    ],
)
def test_taking_the_key_of_another_row_is_refused(the_house, table, change):
    version, other = the_house.submitted(), the_house.submitted()
    rows = {
        "articles_article": (version.article_id, other.article_id),
        "articles_articleversion": (version.pk, other.pk),
        "reviews_book": (version.article.book.pk, other.article.book.pk),
    }
    own, others = rows[table]
    verb = "UPDATE OR REPLACE" if connection.vendor == "sqlite" else "UPDATE"

    assert refused(f"{verb} {table} SET {change.format(other=others)} WHERE id = {own}")


def test_a_unique_value_of_another_article_is_not_taken_over(the_house):
    version, other = the_house.submitted(), the_house.submitted()
    Article.objects.filter(pk=other.article_id).update(slug="taken")
    verb = "UPDATE OR REPLACE" if connection.vendor == "sqlite" else "UPDATE"

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{verb} articles_article SET slug = 'taken' WHERE id = {version.article_id}")

    assert Article.objects.get(slug="taken").pk == other.article_id


# What some tables take


def test_a_sealed_text_can_be_erased_and_never_written_again(version):
    sealed = Sealed.objects.first()

    Sealed.objects.filter(pk=sealed.pk).update(body=None)

    assert refused(f"UPDATE reviews_sealed SET body = 'x' WHERE digest = '{sealed.pk}'")
    assert refused(f"UPDATE reviews_sealed SET body = NULL, salt = 'x' WHERE digest = '{sealed.pk}'")
    assert Sealed.objects.get(pk=sealed.pk).body is None


def test_a_review_can_be_changed_and_thrown_away_until_it_is_submitted(the_house):
    version = the_house.submitted()
    the_house.open_review(version, the_house.reviewers[0])
    review = Review.objects.get()

    changed = Review.objects.filter(pk=review.pk).update(reason="Not yet.")
    deleted = review.delete()[0]

    assert (changed, deleted) == (1, 1)


def test_a_submitted_review_takes_its_lifting_once_and_nothing_else(the_house):
    version = the_house.submitted()
    the_house.open_review(version, the_house.reviewers[0])
    review = reviewing.object_on_safety(version, by=the_house.reviewers[0], reason="The dose is wrong.")

    lifted = Review.objects.filter(pk=review.pk).update(lifted_at=timezone.now())

    assert lifted == 1
    assert refused("UPDATE reviews_review SET lifted_at = NULL, reason = 'x'")
    assert refused("UPDATE reviews_review SET \"end\" = 'signed'")
    assert refused("UPDATE reviews_review SET submitted_at = NULL, \"end\" = ''")


def test_a_posted_comment_takes_its_closing_and_nothing_else(version, the_house):
    comment = Comment.objects.get()

    closed = Comment.objects.filter(pk=comment.pk).update(
        closed_at=timezone.now(), closed_by=the_house.editor
    )

    assert closed == 1
    assert refused("UPDATE reviews_comment SET body = 'x', closed_at = NULL")
    assert refused("UPDATE reviews_comment SET posted_at = NULL")


def test_a_comment_can_be_changed_and_thrown_away_until_it_is_posted(version, the_house):
    closed = version.rounds.get()
    comment = Comment.objects.create(
        version=version, manuscript=closed.manuscript, round=closed, author=the_house.reviewers[0], kind="reply",
        body="Draft",
    )  # fmt: skip

    changed = Comment.objects.filter(pk=comment.pk).update(body="Better")
    deleted = comment.delete()[0]

    assert (changed, deleted) == (1, 1)


def test_an_open_round_takes_its_outcome_and_keeps_what_it_is_about(the_house):
    opened = the_house.submitted().rounds.get()

    kept = {
        column: refused(f"UPDATE reviews_round SET {column} = {value}")
        for column, value in {
            "number": "9",
            "specialty": "'surgery'",
            "version_id": "version_id + 1",
            "manuscript_id": "'x'",
            "policy_id": "policy_id + 1",
            "opened_at": "'2020-01-01 00:00:00'",
        }.items()
    }
    closed = Round.objects.filter(pk=opened.pk).update(closed_at=timezone.now(), outcome="declined")

    assert kept == dict.fromkeys(kept, True)
    assert closed == 1
    assert refused("UPDATE reviews_round SET outcome = 'changes'")


def test_the_head_of_a_book_only_goes_forward_by_one(version):
    book = version.article.book
    steps = {
        step: refused(f"UPDATE reviews_book SET head_seq = head_seq + {step} WHERE id = {book.pk}")
        for step in (-1, 0, 2)
    }

    assert steps == {-1: True, 0: True, 2: True}
    assert Book.objects.filter(pk=book.pk).update(head_seq=book.head_seq + 1) == 1


def test_the_name_of_a_book_and_the_uid_of_an_article_never_change(version):
    uid = "'11111111-1111-1111-1111-111111111111'"

    assert refused("UPDATE reviews_book SET name = 'other', head_seq = head_seq + 1")
    assert refused(f"UPDATE articles_article SET uid = {uid} WHERE id = {version.article_id}")


def test_the_orm_is_refused_as_an_integrity_error(version):
    decision = Decision.objects.first()

    with pytest.raises(IntegrityError, match="this UPDATE is refused"), transaction.atomic():
        decision.save()
    with pytest.raises(IntegrityError, match="this DELETE is refused"), transaction.atomic():
        Notice.objects.all().delete()


def test_get_or_create_still_finds_what_is_there(version):
    person = version.article.lead_author

    found, is_new = Contributor.objects.get_or_create(article=version.article, user=person)

    assert (found.user, is_new) == (person, False)


def test_lifted_lets_a_change_through_and_refuses_the_next(version):
    manuscript = Manuscript.objects.get()
    sql = f"UPDATE articles_manuscript SET format = 1 WHERE digest = '{manuscript.digest}'"

    with triggers.lifted():
        inside = refused(sql)

    assert (inside, refused(sql)) == (False, True)
