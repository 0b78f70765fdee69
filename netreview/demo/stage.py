"""The stage: who takes part in the demonstration, and which of its texts are there so far."""

import dataclasses
from pathlib import Path
from typing import Any

import yaml

from articles.formats import frontmatter
from articles.formats.draft import Draft
from articles.models import Article, ArticleVersion, User

FOLDER = Path(__file__).parent

Facts = dict[str, Any]


def read_script() -> Facts:
    """What happens, as its head comment says."""
    script: Facts = yaml.safe_load((FOLDER / "script.yaml").read_text(encoding="utf-8"))
    return script


def read_draft(name: str) -> Draft:
    return frontmatter.parse((FOLDER / name).read_text(encoding="utf-8"))


@dataclasses.dataclass
class Stage:
    """`people` and `points` by their keys in the script; `articles` by their names there."""

    script: Facts
    password: str
    people: dict[str, User] = dataclasses.field(default_factory=dict)
    articles: dict[str, Article] = dataclasses.field(default_factory=dict)
    points: dict[str, int] = dataclasses.field(default_factory=dict)

    @property
    def editor(self) -> User:
        """The first person of the script, who made everybody else what they are."""
        return self.people[next(iter(self.script["people"]))]

    def version(self, name: str) -> ArticleVersion:
        """The newest version of an article, read anew."""
        versions = ArticleVersion.objects.select_related("article")
        return versions.filter(article=self.articles[name]).order_by("-number")[0]
