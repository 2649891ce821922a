"""The timetable: which text appears on which night, and what happens to it later. Data only."""

from datetime import date

from crawlers.newsroom import datelines

ARTICLES = (
    # night, time in the publisher's zone, text; an agency's text comes before those that copy it
    (1, "14:35", "volkov-moreau-minbar"),
    (1, "12:20", "egypt-sudan-power-minbar"),
    (1, "11:48", "volkov-moreau-nabaa"),
    (1, "17:30", "opec-cut-ufuq"),
    (1, "13:10", "border-jordan-ufuq"),
    (1, "00:40", "sahel-mauritania-ufuq"),  # still the day before in UTC
    (1, "16:20", "volkov-moreau-sharq"),
    (1, "18:40", "baghdad-water-sharq"),
    (1, "15:10", "lebanon-imf-sharq"),
    (1, "17:15", "algiers-gas-maghrib"),
    (1, "11:50", "fishing-maghrib"),
    (1, "09:30", "phosphate-line-maghrib"),
    (1, "10:15", "border-market-maghrib"),
    (1, "18:20", "doha-round-dira"),
    (1, "13:45", "india-corridor-dira"),
    (1, "18:55", "baghdad-water-rafid"),
    (1, "19:10", "baghdad-water-mirat"),
    (1, "19:30", "doha-round-aden"),
    (1, "21:30", "tanker-aden"),
    (1, "14:50", "doha-round-mada"),
    (1, "18:30", "tanker-mada"),
    (1, "19:15", "algiers-gas-mada"),
    (1, "20:40", "nile-dam-mada-1"),
    (1, "11:25", "tanker-kull"),
    (1, "20:10", "falcon-kull"),
    (1, "15:00", "persian-kull"),
    (1, "12:05", "darfur-convoy-wadi"),
    (1, "09:00", "darfur-closed-wadi"),
    (1, "08:30", "opinion-budget-wadi"),
    (1, "23:20", "arab-cup-malaeb"),
    (1, "21:15", "film-fest-malaeb"),
    (2, "19:05", "khartoum-truce-minbar"),
    (2, "20:30", "libya-vote-minbar"),
    (2, "13:15", "rafah-gate-minbar"),
    (2, "10:22", "finland-nato-nabaa"),
    (2, "15:00", "unrwa-funds-ufuq"),
    (2, "16:20", "cyprus-lebanon-ufuq"),
    (2, "18:45", "somalia-troops-ufuq"),
    (2, "20:15", "damascus-conf-sharq"),
    (2, "12:40", "tanker-maghrib"),
    (2, "19:20", "libya-vote-maghrib"),
    (2, "19:45", "damascus-conf-dira"),
    (2, "16:30", "yemen-roadmap-dira"),
    (2, "14:20", "arslan-kazemi-rafid"),
    (2, "12:10", "ceyhan-pipe-rafid"),
    (2, "18:25", "damascus-conf-mirat"),
    (2, "11:00", "euphrates-bridge-mirat"),
    (2, "10:30", "socotra-aden"),
    (2, "18:05", "khartoum-truce-mada"),
    (2, "21:10", "nile-dam-mada-2"),
    (2, "16:00", "calligraphy-mada"),
    (2, "21:40", "libya-vote-kull"),
    (2, "13:50", "durra-field-kull"),
    (2, "12:00", "english-kull"),
    (2, "19:40", "doha-round-wadi"),
    (2, "17:55", "khartoum-truce-wadi"),
    (2, "14:10", "chad-basin-wadi"),
    (2, "20:45", "book-fair-malaeb"),
    (2, "13:30", "marathon-malaeb"),
    (3, "09:15", "crete-quake-minbar"),
    (3, "15:40", "suez-traffic-minbar"),
    (3, "11:05", "serbia-kosovo-nabaa"),
    (3, "08:20", "crete-quake-ufuq"),
    (3, "16:00", "isfahan-iaea-ufuq"),
    (3, "19:50", "tunis-migration-sharq"),
    (3, "18:10", "paris-visit-sharq"),
    (3, "18:30", "tunis-migration-maghrib"),
    (3, "14:45", "libya-oil-maghrib"),
    (3, "15:35", "hormuz-drill-dira"),
    (3, "17:25", "iraq-forces-rafid"),
    (3, "16:15", "refugees-mirat"),
    (3, "17:40", "marib-aden"),
    (3, "15:20", "hormuz-drill-mada"),
    (3, "20:35", "china-gulf-mada"),
    (3, "13:55", "hormuz-drill-kull"),
    (3, "16:40", "eritrea-wadi"),
    (3, "14:00", "transfer-malaeb"),
    (3, "18:00", "ugarit-malaeb"),
)

DATED = {
    "phosphate-line-maghrib": date(2026, 7, 14),
    "border-market-maghrib": date(2026, 8, 3),
}
"""Archive articles the sitemap lists from night 1, with the day they were published."""

DATELINES: dict[str, datelines.DateLine] = {
    "phosphate-line-maghrib": datelines.algerian_minute,
    "border-market-maghrib": datelines.algerian_minute,
    "india-corridor-dira": datelines.hijri_day,
    "hormuz-drill-dira": datelines.hijri_day,
    "baghdad-water-sharq": datelines.dual_day,
    "damascus-conf-sharq": datelines.dual_day,
    "paris-visit-sharq": datelines.dual_day,
    # A copy is told from its original by time, so its page prints one.
    "border-jordan-sharq": datelines.levantine_minute,
    "cyprus-lebanon-sharq": datelines.levantine_minute,
    "euphrates-bridge-mirat": datelines.nothing,
}
"""Date lines that differ from the publisher's usual one."""

GONE = {
    "egypt-sudan-power-minbar": (2, 410),
    "darfur-convoy-wadi": (2, 404),
    "doha-round-dira": (3, 200),
    "fishing-maghrib": (3, 404),
}
"""Articles removed: from which night, and what their address answers then (200: a page that says it is not there)."""

TRIVIAL = {
    "lebanon-imf-sharq": 2,
    "volkov-moreau-minbar": 2,
    "baghdad-water-mirat": 3,
    "libya-vote-kull": 3,
}
"""Articles whose harakat, tatweel, white space and "last updated" line change, and nothing else: from which night."""

REDIRECTS = (
    # id, night, path, where it leads: an item's id, or the path of a link that leads back
    ("twin-tanker-kull", 1, "/go/9001", "tanker-kull"),
    ("only-durra-kull", 2, "/go/9002", "durra-field-kull"),
    ("loop-a-kull", 1, "/loop/a", "/loop/b"),
    ("loop-b-kull", 1, "/loop/b", "/loop/a"),
)

UNLISTED = frozenset({"durra-field-kull", "loop-b-kull"})
"""Addresses no feed names: reached by a redirect only."""

PATHS: dict[str | tuple[str, str], str] = {
    "darfur-closed-wadi": "/private/{slug}",
    ("mada", "live_blog"): "/liveblog/{slug}",
    ("mada", "video"): "/videos/{slug}",
    ("mada", "gallery"): "/gallery/{slug}",
    ("mada", "consent_wall"): "/podcasts/{slug}",
    ("rafid", "video"): "/video.php?id={number}",
    ("dira", "gallery"): "/album/{number}",
    ("maghrib", "video"): "/video/{number}",
    ("malaeb", "video"): "/video/{slug}",
    ("malaeb", "gallery"): "/album/{slug}",
}
"""Paths that do not follow the publisher's pattern, by item or by publisher and kind; the rest do, so the address
alone does not say what a page is."""

BROKEN_HEAD = frozenset({"tanker-kull"})
"""Pages whose description was cut in the middle of a character."""
BROKEN_BODY = frozenset({"libya-vote-kull"})
"""Pages with a byte too many in the first paragraph, after ``BROKEN_AFTER`` characters, inside a word."""
BROKEN_AFTER = 40

TDM_RESERVED = frozenset({"chad-basin-wadi"})
"""Pages whose response carries ``tdm-reservation: 1``."""
NOARCHIVE = frozenset({"opinion-budget-wadi"})
"""Pages whose head asks robots not to archive."""
