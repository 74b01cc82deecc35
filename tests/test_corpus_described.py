"""An article without its text as JSON types, and back."""

import json
from dataclasses import replace
from datetime import date

import pytest

from corpus import Article
from corpus.described import about, article_of

FOG = Article(
    id="brought/fög.md",
    title="Fog",
    text="Fog lay on the bay.",
    source="The Quay",
    author="Ada Moe",
    published=date(2031, 5, 4),
    url="https://quay.example/fog",
    sha256="0a",
)


def test_the_fields_stand_in_the_order_in_which_indexes_keep_them() -> None:
    """A record has a check sum of its text: in another order it would be another one."""
    assert json.dumps(about(FOG), ensure_ascii=False) == (
        '{"id": "brought/fög.md", "sha256": "0a", "title": "Fog", "source": "The Quay", '
        '"author": "Ada Moe", "published": "2031-05-04", "url": "https://quay.example/fog"}'
    )


@pytest.mark.parametrize("article", [FOG, replace(FOG, published=None)])
def test_the_article_comes_back(article: Article) -> None:
    fields = json.loads(json.dumps({**about(article), "passages": [0]}))
    assert article_of(fields, article.text) == article
