"""What real pages of many publishers have in common, in pages of our own."""

import pytest
from reading_pages import PARAGRAPHS, TEXT, URL, html, read, story

from crawlers.reading.language import detect_language

RULES = (
    "نرحب في المنارة بالنقاش المفيد، وتراجع التعليقات قبل نشرها، ويحق لنا حذف ما يخالف شروط الاستخدام.",
    "المقالات المنشورة أعلاه لا تعبر بالضرورة عن رأي الموقع بل عن رأي أصحابها.",
    "جميع الحقوق محفوظة، ويمنع نشر أي مادة أو نقلها دون إذن مسبق من المنارة.",
)


def dated(page, url=URL):
    article = read(page, url=url).article
    return str(article.published_date), article.published_rule


@pytest.mark.parametrize(
    "mark",
    [
        "<span itemprop='datePublished' content='2026-11-18T10:00:00+02:00'></span>",
        "<span property='dc:date' content='2026-11-18T00:00:00+02:00'>الأربعاء</span>",
        "<abbr property='schema:datePublished' datetime='2026-11-18'>قبل أيام</abbr>",
    ],
)
def test_a_date_marked_on_any_element_is_machine_readable(mark):
    assert dated(html(story(after_title=mark))) == ("2026-11-18", "time")


def test_dates_marked_on_teasers_say_nothing_of_the_article():
    teasers = "".join(f"<div><i itemprop='datePublished' content='2026-11-{day}'></i></div>" for day in (10, 11, 12))
    assert dated(html(story() + teasers)) == ("None", None)


def test_the_footer_of_an_article_dates_it_and_that_of_a_page_does_not():
    day = "<footer>الأربعاء 18 نوفمبر 2026</footer>"
    assert dated(html(story(after_title=day))) == ("2026-11-18", "dateline")
    assert dated(html(story() + day)) == ("None", None)


def test_an_address_with_its_section_between_year_and_month_wins_over_the_day_of_a_change():
    page = html(story(after_title="<p>الجمعة 20 نوفمبر 2026، آخر تحديث 14:00</p>"))
    assert dated(page, "http://manara.example/2026/middle_east/11/3/index.html") == ("2026-11-03", "url")


def test_a_change_before_publication_is_not_believed():
    head = (
        '<meta property="article:published_time" content="2026-11-18T10:00:00Z">'
        '<meta property="article:modified_time" content="2026-11-17T10:00:00Z">'
    )
    assert read(html(story(), head)).article.modified_at is None


@pytest.mark.parametrize("count", [1, 2, 3])
def test_house_rules_that_end_a_text_are_left_out(count):
    assert read(html(story(paragraphs=(*PARAGRAPHS, *RULES[:count])))).article.text == TEXT


def test_news_about_such_rules_stays_inside_a_text():
    paragraphs = (
        PARAGRAPHS[0],
        "وأكد الحزب أن التصريحات لا تعبر عن رأي إدارة الصحيفة الناطقة باسمه.",
        *PARAGRAPHS[1:],
    )
    assert read(html(story(paragraphs=paragraphs))).article.text == "\n".join(paragraphs)


def test_the_credit_of_a_picture_is_not_that_of_the_text():
    figure = "<div><img src='a.jpg'><span>© REUTERS / وكالة</span><span>تصوير: رويترز</span></div>"
    assert read(html(story(after_title=figure))).article.credits == ()
    assert read(html(story(after_title="<p>المصدر: رويترز</p>"))).article.credits == ("رويترز",)


def test_the_section_that_microdata_names_is_read_unless_there_are_several():
    mark = "<div><a itemprop='articleSection' href='/w'>العالم العربي</a></div>"
    assert read(html(mark + story())).article.section == "العالم العربي"
    assert read(html(mark + mark.replace("العربي", "القديم") + story())).article.section is None


def test_a_date_is_not_a_section():
    assert read(html(story(after_title="<p class='label'>الأربعاء 18 نوفمبر 2026</p>"))).article.section is None


@pytest.mark.parametrize("name", ["Untitled Document", "www.manara.example", "-", "New Page 1"])
def test_what_an_editor_leaves_is_no_title(name):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = f"<html><head><title>{name}</title></head><body><div>{body}</div></body></html>"
    assert read(page).article.title is None


@pytest.mark.parametrize("path", ["", "index.html", "ar/", "ar/index.php", "Default.aspx"])
def test_the_address_of_a_home_page_is_never_an_article(path):
    reading = read(
        html("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)), url=f"http://manara.example/{path}"
    )
    assert reading.outcome == "section"


def test_an_article_may_stand_at_the_root_under_a_query():
    assert read(html(story()), url="http://manara.example/?p=881").outcome == "article"


def test_a_list_of_headings_with_excerpts_is_a_section():
    items = "".join(f"<li>عنوان قصير لخبر رقم {number}<br>{PARAGRAPHS[number % 4]}</li>" for number in range(8))
    assert read(html(f"<ul>{items}</ul>")).outcome == "section"


def test_persian_typed_with_arabic_letters_is_told_from_arabic():
    persian = "مديرعامل باشگاه گفت كه براي جانشيني سرمربي تيم از دو گزينه نام برده است و در هفته آينده اعلام مي شود كه"
    assert detect_language(persian.replace("گ", "ك")) == "fa"
    assert detect_language(TEXT) == "ar"
