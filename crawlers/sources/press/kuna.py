"""Kuwait News Agency (KUNA): state agency; one page for all languages, told apart by ``language=``."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="kuna",
    name="وكالة الأنباء الكويتية",
    english="Kuwait News Agency",
    country="KW",
    timezone="Asia/Kuwait",
    owner="State of Kuwait",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.kuna.net.kw", "kuna.net.kw"),
    feeds=(
        Feed(url="https://www.kuna.net.kw/rss/arrsshome.aspx", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.kuna.net.kw/ArticleList.aspx", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"(?i)articledetails\.aspx\?id=\d+",
    skip_url=r"(?i)language=(?!ar)",
    examples=Examples(
        articles=(
            "https://www.kuna.net.kw/ArticleDetails.aspx?id=3249345",
            "https://www.kuna.net.kw/ArticleDetails.aspx?id=2487360&language=ar",
        ),
        sections=(
            "https://www.kuna.net.kw/ArticleList.aspx",
            "https://www.kuna.net.kw/ArticleDetails.aspx?id=3278224&language=en",
        ),
    ),
    agency="كونا",
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
