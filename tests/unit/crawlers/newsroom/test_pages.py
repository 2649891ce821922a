import json
import re
from email.message import Message

import lxml.html
import pytest

from crawlers.newsroom import pages, responses
from crawlers.newsroom.plan import Item, items
from crawlers.newsroom.schedule import TRIVIAL
from storage.fold import fold

NIGHTS = (1, 2, 3)
ITEMS = {item.id: item for item in items()}
PAGES = [(item, night) for item in items() for night in NIGHTS if item.text and item.shown(night)]


def decoded(item: Item, night: int) -> str:
    return pages.render(item, night).decode(item.publisher.encoding, "replace")


def lines(html: str) -> set[str]:
    tree = lxml.html.fromstring(html)
    for line_break in tree.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return {" ".join(line.split()) for element in tree.iter("*") for line in element.text_content().split("\n")}


@pytest.mark.parametrize(("item", "night"), PAGES, ids=lambda value: getattr(value, "id", str(value)))
def test_an_article_page_shows_its_title_and_every_paragraph_in_an_element_of_its_own(item, night):
    shown = lines(decoded(item, night).replace("\ufffd", ""))
    assert pages.page_title(item, night) in shown
    for paragraph in pages.paragraphs(item, night):
        assert " ".join(paragraph.split()) in shown


@pytest.mark.parametrize("publisher", sorted({item.publisher.id for item in items()}))
def test_pages_are_of_a_real_page_size_and_say_that_the_news_is_invented(publisher):
    for item in items():
        if item.publisher.id == publisher and item.text:
            body = pages.render(item, 3)
            assert 10_000 < len(body) < 60_000
            assert b"all news on this page is invented" in body


def test_the_same_page_renders_to_the_same_bytes_again():
    first = {(item.id, night): pages.render(item, night) for item, night in PAGES}
    pages.render.cache_clear()
    assert {(item.id, night): pages.render(item, night) for item, night in PAGES} == first


def test_json_ld_is_valid_json_and_wordpress_nests_it_in_a_graph():
    for item in items():
        if item.publisher.id in ("minbar", "ufuq", "mada") and item.text:
            [script] = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', decoded(item, 3), re.S)
            data = json.loads(script)
            nodes = data.get("@graph", [data])
            assert ("@graph" in data) == (item.publisher.id == "minbar")
            assert "NewsArticle" in {node["@type"] for node in nodes}


def test_the_page_title_carries_the_publishers_name_and_the_h1_does_not():
    for item, night in PAGES:
        tree = lxml.html.fromstring(decoded(item, night))
        assert item.publisher.name in tree.findtext(".//title")
        assert tree.findtext(".//h1") == pages.page_title(item, night)


def claimed(item: Item) -> tuple[str, str]:
    """Encodings the header and the meta element claim."""
    response = responses.respond_item(item, 3)
    message = Message()
    message["Content-Type"] = dict(response.headers)["Content-Type"]
    meta = re.search(rb'<meta (?:http-equiv="Content-Type" content="text/html; )?charset="?([\w-]+)', response.body)
    return str(message.get_content_charset()), meta[1].decode()


def test_one_publisher_labels_windows_1256_rightly_and_one_always_wrongly():
    right = {claimed(item) for item in items() if item.publisher.id == "rafid" and item.text}
    wrong = {claimed(item) for item in items() if item.publisher.id == "mirat" and item.text}
    assert right == {("windows-1256", "windows-1256")}
    assert wrong == {("utf-8", "iso-8859-1"), ("iso-8859-1", "utf-8")}
    for item in items():
        if item.publisher.encoding == "windows-1256" and item.text:
            with pytest.raises(UnicodeDecodeError):
                pages.render(item, 3).decode("utf-8")


@pytest.mark.parametrize("item_id", ["libya-vote-kull", "tanker-kull"])
def test_a_page_with_a_lost_byte_breaks_utf8_exactly_once(item_id):
    item = ITEMS[item_id]
    text = pages.render(item, 3).decode("utf-8", "replace")
    assert text.count("\ufffd") == 1
    in_body = "\ufffd" in text.partition("</head>")[2]
    assert in_body == (item_id == "libya-vote-kull")


@pytest.mark.parametrize("item_id", sorted(TRIVIAL))
def test_a_trivial_edit_changes_the_page_but_nothing_after_folding(item_id):
    item, night = ITEMS[item_id], TRIVIAL[item_id]
    assert item.shown(night)
    assert item.night < night
    assert pages.render(item, night) != pages.render(item, night - 1)
    assert pages.paragraphs(item, night) != pages.paragraphs(item, night - 1)
    assert fold("\n".join(pages.paragraphs(item, night))) == fold("\n".join(pages.paragraphs(item, night - 1)))
    assert "آخر تحديث" in decoded(item, night)


def test_a_revision_changes_the_folded_title_or_text():
    changed = 0
    for item in items():
        for old, new in zip(item.text.revisions, item.text.revisions[1:], strict=False) if item.text else ():
            changed += 1
            assert fold(old.title + "\n".join(old.paragraphs)) != fold(new.title + "\n".join(new.paragraphs))
    assert changed >= 6


def test_boilerplate_of_the_wordpress_publisher_stands_inside_the_article_container():
    tree = lxml.html.fromstring(decoded(ITEMS["volkov-moreau-minbar"], 1))
    [container] = tree.find_class("entry-content")
    inside = container.text_content()
    for line in ("نوفمبر ١٨, ٢٠٢٦", "تابعنا", "شارك هذا المنشور", "يمكنك أن تقرأ أيضًا", "السابقة المقالة"):
        assert line in inside


def test_the_translated_publisher_ends_with_its_german_leftovers():
    text = lxml.html.fromstring(decoded(ITEMS["volkov-moreau-nabaa"], 1)).text_content()
    for line in ("Details", "Ort", "Ukraine, Land", "Quellen", "Kommentare (0)", "من من من من من من من"):
        assert line in text


def test_comment_modal_and_poll_stand_inside_the_article_container_of_the_portal():
    [body] = lxml.html.fromstring(decoded(ITEMS["tanker-kull"], 1)).find_class("article-body")
    assert body.find_class("poll")
    assert body.find_class("modal")


def test_the_agency_sets_its_text_in_nested_tables():
    [cell] = lxml.html.fromstring(decoded(ITEMS["opec-cut-ufuq"], 1)).find_class("storytext")
    assert cell.tag == "td"
    assert len(list(cell.iterancestors("table"))) >= 2


def test_a_credit_line_is_an_element_of_its_own():
    for item in items():
        if item.credit:
            [line] = lxml.html.fromstring(decoded(item, 3)).find_class("source")
            assert line.text_content() == item.credit


def test_a_live_blog_grows_every_night():
    counts = [decoded(ITEMS["live-doha-mada"], night).count('class="live-post"') for night in NIGHTS]
    assert counts == [5, 9, 11]


def test_the_page_without_a_date_shows_none_but_its_calendar():
    text = decoded(ITEMS["euphrates-bridge-mirat"], 2)
    article = re.search(r'<div class="post story">(.*?)<div class="share">', text, re.S)
    assert "2026" not in article[1]
    assert "archive-calendar" in text


def test_one_publisher_labels_local_time_as_utc_and_prints_the_hour_beside_it():
    item = ITEMS["khartoum-truce-wadi"]
    [stamp] = lxml.html.fromstring(decoded(item, 2)).cssselect("article time")
    assert stamp.get("datetime") == f"{item.published:%Y-%m-%dT%H:%M:%S}Z"
    assert stamp.text == "الخميس 19 نوفمبر 2026، 05:55 م"
