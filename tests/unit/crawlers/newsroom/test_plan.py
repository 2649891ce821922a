from importlib import resources

import pytest

from crawlers.newsroom import nights, texts
from crawlers.newsroom.copies import agency_copies
from crawlers.newsroom.plan import items
from crawlers.newsroom.schedule import ARTICLES
from crawlers.sources import select_sources
from storage.errors import UsageError, WarraqError
from storage.fold import fold


def test_every_written_text_is_published_exactly_once():
    files = {p.name.removesuffix(".toml") for p in resources.files("crawlers.newsroom").joinpath("texts").iterdir()}
    planned = [text_id for _, _, text_id in ARTICLES]
    assert sorted(planned) == sorted(files)


def test_a_text_the_plan_names_but_nobody_wrote_is_an_error_that_names_the_file():
    with pytest.raises(WarraqError, match=r"texts/never-written-minbar\.toml"):
        texts.load_text("never-written-minbar")


def test_a_text_without_a_field_is_an_error_that_names_the_field():
    with pytest.raises(WarraqError, match="paragraphs"):
        texts.parse_text({"title": "عنوان"}, "texts/x.toml")


def test_a_night_that_does_not_exist_is_refused():
    with pytest.raises(UsageError, match="1, 2 and 3"):
        nights.clock(4)


def test_addresses_are_distinct_and_ids_too():
    assert len({item.url for item in items()}) == len(items()) == len({item.id for item in items()})


def test_at_least_sixty_distinct_articles_of_80_to_400_words():
    own = {item.text.id: item.text for item in items() if item.text and not item.original}
    words = [len(" ".join(text.at(0).paragraphs).split()) for text in own.values()]
    assert len([count for count in words if 80 <= count <= 400]) >= 60


def test_everything_is_published_before_its_night_is_run():
    assert all(item.published < nights.clock(item.night) for item in items())


def test_every_publisher_is_a_declared_practice_source_in_the_same_zone():
    sources = {source.id: source for source in select_sources("practice")}
    assert {item.publisher.id for item in items()} | {"mina", "hisn", "saa"} == set(sources)
    for item in items():
        assert sources[item.publisher.id].timezone == item.publisher.timezone
        assert sources[item.publisher.id].name == item.publisher.name


def test_no_two_articles_of_different_clusters_share_a_paragraph():
    owner: dict[str, str] = {}
    background = set(texts.load_text("nile-dam-mada-1").at(0).paragraphs)
    for item in items():
        if not item.text:
            continue
        cluster = item.original or item.id
        for paragraph in item.text.at(0).paragraphs:
            if paragraph not in background:
                assert owner.setdefault(fold(paragraph), cluster) == cluster


def _shingles(paragraphs: tuple[str, ...]) -> set[tuple[str, ...]]:
    words = fold("\n".join(paragraphs)).split()
    return {tuple(words[n : n + 5]) for n in range(len(words) - 4)}


@pytest.mark.parametrize("copy", agency_copies().values(), ids=lambda copy: copy.text.id)
def test_a_copy_is_exact_when_it_folds_to_the_original_and_near_otherwise(copy):
    original = texts.load_text(copy.original).at(0).paragraphs
    printed = copy.text.at(0).paragraphs
    assert (fold("\n".join(original)) == fold("\n".join(printed))) == (copy.kind == "exact")
    if copy.kind == "near":
        one, other = _shingles(original), _shingles(printed)
        assert 0.3 <= len(one & other) / len(one | other) <= 0.95
    assert copy.text.at(0).title != texts.load_text(copy.original).at(0).title


def test_some_exact_copies_differ_in_every_spelling_style():
    exact = [c for c in agency_copies().values() if c.kind == "exact"]
    assert len(exact) >= 2
    for copy in exact:
        assert copy.text.at(0).paragraphs != texts.load_text(copy.original).at(0).paragraphs


def test_each_agency_text_is_carried_by_three_publishers_or_more_after_the_agency():
    by_id = {item.id: item for item in items()}
    carriers: dict[str, set[str]] = {}
    for item in items():
        if item.original:
            carriers.setdefault(item.original, set()).add(item.publisher.id)
            assert item.published > by_id[item.original].published
            assert item.precision in ("second", "minute"), "a day alone would make the copy look older"
    assert len(carriers) == 5
    assert all(len(publishers) >= 3 for publishers in carriers.values())


def test_a_new_development_ends_with_the_old_background():
    first, second = (texts.load_text(f"nile-dam-mada-{n}").at(0).paragraphs for n in (1, 2))
    assert second[-5:] == first[-5:]
    assert not set(second[:-5]) & set(first)
