"""How the tests of the writing pages ask for one, and read what it says."""

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import ArticleVersion, User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def author_of(version: ArticleVersion) -> Client:
    return signed_in(version.article.lead_author)


def words(response: Any) -> str:
    """The page without its tags, one space apart."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def held(response: Any, name: str) -> str:
    """What a form field of the page holds, with the line ends that stored text has."""
    html = response.content.decode()
    area = re.search(rf'<textarea name="{re.escape(name)}"[^>]*>\r?\n(.*?)</textarea>', html, re.DOTALL)
    if area:
        return unescape(area[1]).replace("\r\n", "\n")
    tag = re.search(rf'<input [^>]*name="{re.escape(name)}"[^>]*>', html)
    value = tag and re.search(r'value="([^"]*)"', tag[0])
    return unescape(value[1]) if value else ""


def queries_of(version: ArticleVersion, url: str) -> int:
    """How many queries the page costs an author of the version, once what is cached is cached."""
    client = author_of(version)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)
