"""The source that the unit tests of gathering declare."""

from crawlers.source import Feed, FeedKind, Source


def source(**changes: object) -> Source:
    fields: dict[str, object] = {
        "id": "minbar",
        "name": "المنبر",
        "country": "EG",
        "timezone": "Africa/Cairo",
        "group": "practice",
        "hosts": ("minbar.example", "www.minbar.example", "m.minbar.example", "amp.minbar.example"),
        "feeds": (Feed(url="http://minbar.example/feed", kind=FeedKind.RSS),),
        "article_url": r"/news/\d+|/أخبار/",
        "skip_url": "/news/0",
        **changes,
    }
    return Source(**fields)  # type: ignore[arg-type]
