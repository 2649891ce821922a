"""Xinhua Arabic: Chinese state agency, Beijing; day and a code in the address since about 2022, a number before."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="xinhua_arabic",
    name="وكالة أنباء شينخوا",
    english="Xinhua Arabic",
    country="CN",
    timezone="Asia/Shanghai",
    owner="Xinhua News Agency, State Council of China",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("arabic.news.cn", "arabic.xinhuanet.com"),
    feeds=(
        Feed(url="http://arabic.news.cn/rss/world.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),
        Feed(url="https://arabic.news.cn/", kind=FeedKind.SECTION, basis=Basis.GUESSED, on="2026-11-22"),
    ),
    article_url=r"^/20\d{6}/\w{32}/c\.html|^/20\d\d-\d\d/\d\d/c_\d+\.htm",
    examples=Examples(
        articles=(
            "https://arabic.news.cn/20251228/eb603bcec09f47d1a872f0ee5d4edaa5/c.html",
            "http://arabic.news.cn/2022-02/21/c_1310481775.htm",
        ),
        sections=("https://arabic.news.cn/",),
    ),
    agency="شينخوا",
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
