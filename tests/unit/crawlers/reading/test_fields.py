import json
from dataclasses import replace

import pytest
from reading_pages import PARAGRAPHS, SOURCE, TITLE, html, read, story

from crawlers.reading.countries import find_countries
from crawlers.reading.language import detect_language
from crawlers.reading.quality import quality_flags
from crawlers.reading.topic import judge_topic


def ld(**fields):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


@pytest.mark.parametrize(
    "affix", [" - المنارة", " | المنارة", " » المنارة", " - أخبار عربية - المنارة", " | صحيفة المنارة"]
)
def test_the_name_of_the_site_is_taken_off_the_headline(affix):
    head = (
        f'<meta property="og:title" content="{TITLE}{affix}"><meta property="og:site_name" content="صحيفة المنارة">'
        '<meta property="article:section" content="أخبار عربية">'
    )
    page = html(story().replace(f"<h1>{TITLE}</h1>", ""), head).replace(f"<title>{TITLE} - المنارة</title>", "")
    assert read(page).article.title == TITLE


@pytest.mark.parametrize("title", ["بوتين - ماكرون: مكالمة بعد عامين", "«نورث ستار» قبالة المخا | تفاصيل الانفجار"])
def test_separators_inside_a_headline_stay(title):
    assert read(html(story().replace(TITLE, title)).replace(TITLE, title)).article.title == title


@pytest.mark.parametrize(
    ("author", "authors", "agencies"),
    [
        ({"@type": "Person", "name": "سامح عبد الرحمن"}, ("سامح عبد الرحمن",), ()),
        (
            [{"@type": "Person", "name": "سامح علي"}, {"@type": "Person", "name": "منى حسن"}],
            ("سامح علي", "منى حسن"),
            (),
        ),
        ({"@type": "Organization", "name": "رويترز"}, (), ("رويترز",)),
        ({"@type": "Organization", "name": "المنارة"}, (), ()),
        ("admin", (), ()),
        ("https://manara.example/author/3", (), ()),
    ],
)
def test_persons_are_authors_and_agencies_are_credits(author, authors, agencies):
    article = read(html(story(), ld(headline=TITLE, author=author))).article
    assert (article.authors, article.credits) == (authors, agencies)


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("المصدر: وكالة الأناضول", ("الأناضول",)),
        ("بغداد / متابعة (أ ف ب)", ("فرانس برس",)),
        ("وكالات - رويترز", ("رويترز", "وكالات")),
        ("المصدر: المنارة", ()),
    ],
)
def test_credit_lines_name_their_agencies(line, agencies):
    assert read(html(story(f"<p class='source'>{line}</p>"))).article.credits == agencies


def test_an_agency_that_a_sentence_mentions_is_no_credit():
    paragraphs = (
        "وقالت وكالة رويترز إن الناقلة أبحرت من ميناء جدة قبل يومين في طريقها إلى قناة السويس دون توقف.",
    ) * 2
    assert read(html(story(paragraphs=(*paragraphs, *PARAGRAPHS)))).article.credits == ()


@pytest.mark.parametrize(
    ("claim", "canonical"),
    [
        ('<link rel="canonical" href="http://manara.example/n/5?utm_source=x">', "http://manara.example/n/5"),
        ('<link rel="canonical" href="/n/5">', "http://manara.example/n/5"),
        ('<link rel="canonical" href="/news">', "http://manara.example/news/881"),
        ('<link rel="canonical" href="http://manara.example/">', "http://manara.example/news/881"),
        ('<link rel="canonical" href="http://other.example/n/5">', "http://manara.example/news/881"),
        ('<meta property="og:url" content="http://manara.example/n/6">', "http://manara.example/n/6"),
        ('<link rel="canonical" href="http://[bad">', "http://manara.example/news/881"),
    ],
)
def test_the_declared_address_counts_only_when_it_is_the_sources_own_and_no_home_page(claim, canonical):
    assert read(html(story(), claim)).article.canonical_url == canonical


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("بحث وزير الخارجية الأردني في القاهرة مع نظيره المصري", ("EG", "JO")),
        ("بين الاردن وللعراق وبمصر وفلسطين", ("EG", "IQ", "JO", "PS")),
        ("عادت الولايات المتحدة وأميركا إلى الطاولة", ("US",)),
        ("اتفاق مالي وإداري مع البنين والبنات", ()),
        ("الجيش في مالي", ("ML",)),
        ("العاصمة الأردنية عمّان", ("JO",)),
        ("سلطنة عمان", ("OM",)),
        ("قالت عُمان", ("OM",)),
        ("بلدان المغرب العربي بعد صلاة المغرب", ()),
        ("غادر إلى المغرب", ("MA",)),
        ("جنوب السودان", ("SS",)),
        ("الكاتب نبيل العراقي وعبد الله المصري", ()),
        ("القوات الروسية", ("RU",)),
        ("آل الشيخ تركي", ()),
        ("قطر ومصر والولايات المتحدة", ("EG", "QA", "US")),
        ("موريتانيا ومالي تتفقان", ("ML", "MR")),
        ("دعم مالي كبير ومالي", ()),
        ("فالرئيس الفرنسي غادر", ("FR",)),
        ("واشنطن ترد على طهران وموسكو", ("IR", "RU", "US")),
        ("نشرت بتل أبيب ولبيروت", ("IL", "LB")),
        ("في مسقط رأسه بعد إصابة في الرباط الصليبي", ()),
        ("فاز ريال مدريد قرب نهر الأردن وفي ولاية جورجيا", ()),
        ("قدره بنصف قطر الدائرة بقطر 5 أمتار", ()),
        ("الإعلاميون السوريون ومئات الليبيين", ("LY", "SY")),
        ("المخرجة الرومانية والوزير الكولومبي والألبانية", ("AL", "CO", "RO")),
        ("الزعيم الكوري الشمالي في جنوب كوريا", ("KP", "KR")),
        ("بين النيجر ونيجيريا، وبين السودان وجنوب السودان", ("NE", "NG", "SD", "SS")),
        ("وكالة الصحافة الفرنسية باللغة الإنجليزية عن المحيط الهندي", ()),
        ("الإصلاحات المالية", ()),
    ],
)
def test_countries_are_named_not_guessed(text, codes):
    assert find_countries(text) == codes


PERSIAN = "وزیر امور خارجه ایران در گفت‌وگو با خبرنگاران گفت که مذاکرات هسته‌ای پیش از پایان هفته از سر گرفته می‌شود."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال وزير الخارجية إن المفاوضات ستستأنف قبل نهاية الأسبوع الجاري في مسقط", "ar"),
        (PERSIAN, "fa"),
        ("The minister said talks would resume before the end of the week, quoting «مفاوضات» once.", "en"),
        ("وزیر خارجہ نے کہا ہے کہ مذاکرات ہفتے کے اختتام سے پہلے دوبارہ شروع ہوں گے", "ur"),
        ("123 456", "und"),
    ],
)
def test_languages_in_arabic_script_are_told_apart(text, language):
    assert detect_language(text) == language


def test_a_persian_article_ends_as_not_arabic():
    reading = read(html(story(paragraphs=(PERSIAN, PERSIAN + " او افزود", PERSIAN + " وی گفت"))))
    assert (reading.outcome, reading.article) == ("not_arabic", None)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("طلب من من من من إيران", {"repetition"}),
        ("طلب من من من إيران", set()),
        ("حول ذلك حول ذلك حول ذلك", {"repetition"}),
        ("4 4 4 4", set()),
        ("قال Macron ، من من من من هنا", {"machine_translated", "repetition"}),
        ("أولا ، ثانيا ، ثالثا ، رابعا ، خامسا ، قال Macron", {"machine_translated"}),
        ("أولا ، ثانيا ، ثالثا ، رابعا ، خامسا ، قال", set()),
    ],
)
def test_repetition_and_machine_translation_are_tagged(text, flags):
    assert quality_flags(text, True) == flags


def test_sport_is_off_topic_and_can_be_audited():
    match = (
        "فاز منتخب الناشئين على ضيفه بثلاثة أهداف في مباراة ودية على ملعب المدينة أمام آلاف المشجعين من الجماهير.",
        "وسجل المهاجم هدفين في الشوط الأول قبل أن يضيف اللاعب البديل الهدف الثالث برأسية قوية في مرمى الحارس.",
        "وقال المدرب إن فريقه قدم مباراة كبيرة قبل انطلاق البطولة، مشيدا بأداء لاعبي خط الوسط في الدوري.",
    )
    reading = read(html(story(paragraphs=match)).replace(TITLE, "ثلاثية للمنتخب في مباراة ودية"))
    assert reading.outcome == "off_topic"
    assert reading.article.geopolitical_score < 0.35
    assert "اهداف" in reading.reason


def test_politics_about_sport_stays():
    topic = judge_topic(
        "وزير الخارجية: مقاطعة البطولة قرار سياسي",
        "قال وزير الخارجية إن الحكومة والبرلمان بحثا العقوبات وإن قرار المنتخب رد على الحرب، بعد قمة الرئيسين.",
        "سياسة",
    )
    assert not topic.is_off_topic
    assert topic.score > 0.5


def test_a_source_of_another_language_keeps_its_own():
    page = html(story(paragraphs=(PERSIAN, PERSIAN + " او افزود", PERSIAN + " وی گفت")))
    assert read(page, source=replace(SOURCE, language="fa")).article.language == "fa"


def test_jsonld_of_another_article_is_no_evidence():
    other = ld(
        headline="نتائج الجولة الأخيرة في الدوري", datePublished="2026-11-01", author="كاتب آخر", articleBody="نص آخر"
    )
    article = read(html(story(), other)).article
    assert (article.title, article.published_at, article.authors) == (TITLE, None, ())


@pytest.mark.parametrize("headline", [f"{TITLE} الأسبوع المقبل", "محادثات حول أمن البحر", "عنوان الغلاف المختصر"])
def test_jsonld_with_an_edited_headline_is_the_articles_own(headline):
    page = html(
        story(f"<p>{headline}</p>" if headline.startswith("عنوان") else ""),
        ld(headline=headline, datePublished="2026-11-19"),
    )
    assert read(page).article.published_raw == "2026-11-19"


def test_a_headline_two_elements_give_outweighs_one():
    head = f'<meta property="og:title" content="{TITLE}">'
    page = html(story().replace("h1", "h2"), head).replace("<body>", "<body><h1>بوابة الأخبار العربية</h1>")
    assert read(page).article.title == TITLE


def test_a_byline_before_the_date_is_no_section():
    line = "<p class='meta'>بقلم: سامح علي | الخميس 19 نوفمبر 2026</p>"
    assert read(html(story(after_title=line))).article.section is None
