import pytest
from reading_pages import PARAGRAPHS, TITLE, html, read, story

LINKS = "".join(f"<li><a href='/n/{n}'>خبر رقم {n} عن اجتماع الوزراء في العاصمة</a></li>" for n in range(30))
TEASERS = "".join(
    f"<div class='card'><h3><a href='/n/{n}'>خبر رقم {n} عن اجتماع الوزراء</a></h3><p>{p}</p></div>"
    for n, p in enumerate(PARAGRAPHS * 3)
)
FIGURES = "".join(
    f"<figure><img src='/{n}.jpg'><figcaption>صورة رقم {n} من الميناء</figcaption></figure>" for n in range(8)
)
ENTRIES = "".join(f"<div><b>{h}:30</b> <p>{PARAGRAPHS[h % 4]}</p></div>" for h in range(10, 18))


def ld(kind, more=""):
    return f'<script type="application/ld+json">{{"@type": "{kind}"{more}}}</script>'


@pytest.mark.parametrize(
    ("outcome", "page"),
    [
        ("section", html(f"<h1>أخبار عربية ودولية</h1><ul>{LINKS}</ul>")),
        ("section", html(f"<h1>أخبار عربية ودولية</h1>{TEASERS}", '<meta property="og:type" content="website">')),
        ("live_blog", html(story(), ld("LiveBlogPosting"))),
        ("live_blog", html(f"<h1>مباشر | تطورات قمة القاهرة</h1><div>{ENTRIES}</div>")),
        (
            "video",
            html(
                "<h1>شاهد لحظة وصول الوفود إلى المطار</h1><video src='a.mp4'></video><p>وصول الوفود</p>",
                ld("VideoObject"),
            ),
        ),
        ("gallery", html(f"<h1>بالصور.. ميناء جدة قبل الفجر</h1>{FIGURES}")),
        (
            "paywall",
            html(f"<h1>تقرير عن الميناء</h1><p>{PARAGRAPHS[0]}</p><div class='wall'>المحتوى للمشتركين فقط</div>"),
        ),
        (
            "paywall",
            html(
                f"<h1>تقرير عن الميناء</h1><p>{PARAGRAPHS[0]}</p>",
                ld("NewsArticle", ', "isAccessibleForFree": "False"'),
            ),
        ),
        (
            "consent_wall",
            html(
                "<h1>نحن نحترم خصوصيتك</h1><p>نستخدم ملفات تعريف الارتباط لتخزين المعلومات على جهازك، ولك سحب "
                "موافقتك متى شئت.</p><button>قبول الكل</button><p>إدارة الخيارات</p>"
            ),
        ),
        ("challenge", html("<h1>Just a moment...</h1><p>جار التحقق من المتصفح قبل الدخول إلى الموقع</p>")),
        ("soft_404", html(f"<h1>عذرا، الصفحة غير موجودة</h1><p>ربما تم حذف المقال أو نقله</p><ul>{LINKS}</ul>")),
        ("not_article", html("<h1>من نحن</h1><p>جريدة يومية مستقلة</p>")),
        ("not_article", '<?xml version="1.0"?><rss version="2.0"><channel><title>أخبار</title></channel></rss>'),
        ("not_article", ""),
        ("not_article", b"\x00\xff\xfe\x00" * 50),
    ],
)
def test_pages_that_are_no_article_are_named_right(outcome, page):
    reading = read(page)
    assert (reading.outcome, reading.article) == (outcome, None)
    assert reading.reason


@pytest.mark.parametrize(
    "paragraph",
    [
        "وأقر البرلمان قانونا يلزم المواقع بطلب موافقة صريحة قبل استخدام ملفات تعريف الارتباط الجديدة.",
        "وظهرت على الموقع رسالة تقول إن الصفحة غير موجودة بعد أن تعرض لهجوم إلكتروني واسع صباح الأربعاء.",
        "وقال الخبير إن اختبار captcha لم يعد يكفي للتحقق من المتصفح، وإن الوزارة تدرس بدائل أكثر أمانا.",
    ],
)
def test_an_article_about_such_pages_is_an_article(paragraph):
    assert read(html(story(paragraphs=(*PARAGRAPHS, paragraph, *PARAGRAPHS[:2])))).outcome == "article"


def test_an_article_among_many_links_is_an_article():
    assert read(html(f"<ul>{LINKS}</ul>{story()}<div class='most'><ul>{LINKS}</ul></div>")).outcome == "article"


@pytest.mark.parametrize(
    "page",
    [
        html("<div>" * 5000 + PARAGRAPHS[0]),
        html(story(), f'<script type="application/ld+json">{"[" * 100_000}</script>'),
        html(
            story(),
            '<script type="application/ld+json">{"@type": ["NewsArticle", 3], "author": {"name": [[{}]]}}</script>',
        ),
        html(story(), f'<meta property="og:title" content="{"ا" * 3_000_000}">'),
        html(story(), '<base href="http://[::1"><link rel="canonical" href="javascript:alert(1)">'),
        html(story()).replace("<p>", "<p \x00 onclick='" + "x" * 100_000 + "'>", 1),
        "<html><frameset><frame src=x></frameset></html>",
        "<!-- " + "ا" * 100_000,
    ],
)
def test_hostile_markup_never_raises(page):
    assert read(page).outcome in ("article", "not_article")


def test_a_short_article_under_a_consent_banner_is_an_article():
    banner = "<div class='note'>نستخدم ملفات تعريف الارتباط cookies وكوكيز. قبول الكل</div>"
    assert read(html(banner + story())).outcome == "article"


RESULTS = (
    "<h1>{}</h1><ul>"
    + "".join(f"<li><a href='/n/{n}'>{PARAGRAPHS[0]}</a><p>{PARAGRAPHS[1]}</p></li>" for n in range(3))
    + "</ul>"
)


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("نتائج البحث عن: لبنان", "http://manara.example/?s=%D9%84%D8%A8%D9%86%D8%A7%D9%86"),
        ("البحث عن الملاحة", "http://manara.example/search/%D8%A7"),
        ("نتائج البحث", "http://manara.example/%D8%A8%D8%AD%D8%AB?page=2"),
        ("Search results for: Gaza", "http://manara.example/search.php"),
    ],
)
def test_a_search_page_is_a_section_also_when_it_found_nothing(title, address):
    for body in (RESULTS.format(title), f"<h1>{title}</h1><p>لم يتم العثور على نتائج لما تبحث عنه.</p>"):
        reading = read(html(body).replace(TITLE, title), url=address)
        assert (reading.outcome, "search page" in reading.reason) == ("section", True)


@pytest.mark.parametrize("address", ["http://manara.example/news/5?q=1", "http://manara.example/news/5"])
def test_a_headline_that_begins_with_a_search_is_an_article(address):
    title = "البحث عن ناجين مستمر بعد غرق الناقلة"
    page = html(story(), '<meta property="og:type" content="article">').replace(TITLE, title)
    assert read(page, url=address).outcome == "article"
