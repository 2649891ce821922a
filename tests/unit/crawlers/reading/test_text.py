import json
from dataclasses import replace
from datetime import date

import pytest
from reading_pages import PARAGRAPHS, SOURCE, TEXT, TITLE, html, read, story

from crawlers.source import Prune

MODAL = (
    "<div class='comment-modal'><p>ستراجع إدارة الموقع التعليق قبل نشره، ونرجو الالتزام بقواعد النشر المعروفة.</p>"
    "<form><input><button>إرسال</button></form></div>"
)
POLL = "<div class='poll-box'><p>هل تؤيد عقد قمة عربية طارئة لبحث أزمة الملاحة؟</p><li>نعم</li><li>لا</li></div>"
LINES = (
    "<p>تابعنا على <a href='#'>نبض</a></p><p>يمكنك أن تقرأ أيضًا:</p><p>قراصنة يهددون بنشر وثائق الشركة</p>"
    "<p>رفع العقوبات عن ثلاث شركات للشحن</p><p>شارك هذا المنشور:</p><p>السابقة المقالة</p><p>أسعار القمح تتراجع</p>"
)


@pytest.mark.parametrize("inside", ["", MODAL, POLL, LINES, MODAL + POLL + LINES])
def test_the_text_is_the_paragraphs_and_nothing_around_them(inside):
    article = read(html(story(inside))).article
    assert article.text == TEXT
    assert article.title == TITLE


def test_lines_before_the_headline_are_not_text():
    page = html(f"<div>{LINES}</div>".replace("<p>يمكنك", "<p>نوفمبر ١٩, ٢٠٢٦</p><p>يمكنك") + story())
    assert read(page).article.text == TEXT


def test_a_related_link_between_paragraphs_is_dropped_and_the_text_goes_on():
    body = [f"<p>{p}</p>" for p in PARAGRAPHS]
    body.insert(2, "<p>اقرأ أيضا: <a href='/1'>مصر تدعو إلى قمة طارئة حول الملاحة</a></p>")
    assert read(html(f"<article><h1>{TITLE}</h1><div>{''.join(body)}</div></article>")).article.text == TEXT


def test_subheadings_inside_the_body_are_text():
    body = (
        f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h2>خفض التوتر</h2><p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
    )
    text = read(html(f"<article><h1>{TITLE}</h1><div>{body}</div></article>")).article.text
    assert text.split("\n")[2] == "خفض التوتر"


def test_a_body_in_a_layout_table_is_read():
    cells = "".join(f"<tr><td>{p}</td></tr>" for p in PARAGRAPHS)
    assert read(html(f"<table><tr><td><h1>{TITLE}</h1><table>{cells}</table></td></tr></table>")).article.text == TEXT


def test_line_breaks_separate_paragraphs():
    assert read(html(f"<h1>{TITLE}</h1><div class='c'>{'<br><br>'.join(PARAGRAPHS)}</div>")).article.text == TEXT


def test_a_marked_lead_outside_the_body_is_text():
    lead = "<div class='lead'>تستعد العاصمة المصرية لاستقبال وفود الدول الخمس وسط إجراءات أمنية.</div>"
    text = read(html(story(after_title=lead))).article.text
    assert text == "تستعد العاصمة المصرية لاستقبال وفود الدول الخمس وسط إجراءات أمنية.\n" + TEXT


def test_a_body_that_only_jsonld_has_is_read_from_there():
    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(PARAGRAPHS)}
    head = f'<script type="application/ld+json">{json.dumps({"@graph": [{"@type": "WebSite"}, node]})}</script>'
    assert read(html(f"<h1>{TITLE}</h1><div id='app'></div>", head)).article.text == TEXT


def test_the_text_is_as_written():
    written = (
        "قالَ الوزيرُ «إنّ ٣٠٪ مِن السّفن» عبرت المضيق، وأضـــاف أن ﷼ الإيراني تراجع أمام الدولار يوم أمس.",
        *PARAGRAPHS,
    )
    assert read(html(story(paragraphs=written))).article.text == "\n".join(written)


def test_white_space_inside_a_paragraph_is_collapsed():
    loose = tuple(p.replace(" ", " \n\t\u00a0 ", 3) for p in PARAGRAPHS)
    assert read(html(story(paragraphs=loose))).article.text == TEXT


@pytest.mark.parametrize(
    "credit", ["المصدر: رويترز", "(أ ف ب)", "القاهرة - وكالات", "كتب: سامح عبد الرحمن", "بقلم سلمى الشاذلي"]
)
def test_credits_and_bylines_of_their_own_are_not_text(credit):
    assert read(html(story(f"<p class='source'>{credit}</p>"))).article.text == TEXT


def test_the_same_page_gives_the_same_reading_every_time():
    page = html(story(MODAL + POLL + LINES))
    assert len({repr(read(page)) for _ in range(5)}) == 1


def test_elements_the_source_prunes_are_gone_on_the_days_of_the_rule():
    page = html(
        story("<div class='x9'>وفي سياق منفصل، ذكرت مصادر الجريدة أن العدد الورقي متوفر في المكتبات بسعر مخفض.</div>")
    )
    rule = Prune(css=".x9", since=date(2026, 11, 1))
    assert "المكتبات" not in read(page, source=replace(SOURCE, prune=(rule,))).article.text
    assert (
        "المكتبات" in read(page, source=replace(SOURCE, prune=(replace(rule, until=date(2026, 11, 10)),))).article.text
    )
