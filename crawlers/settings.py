"""Scrapy's settings: for the crawl of every source, and for ``scrapy list`` and ``scrapy crawl``.

What differs by source (delay, connections, back-off) is set in ``crawlers.politeness.source_settings``.
Numbers were chosen 2026-11-22 and carry their reason.
"""

BOT_NAME = "warraq"
SPIDER_LOADER_CLASS = "crawlers.loader.SourceLoader"
SPIDER_MODULES: list[str] = []

# Nothing listens: both would run Python sent to a local port (Scrapy 2.19 enables them by default).
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Polite and lawful. robots.txt is obeyed by politeness.RobotsMiddleware; the built-in one takes a robots.txt
# that cannot be had for leave to fetch everything.
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
REFERER_ENABLED = False
AUTOTHROTTLE_ENABLED = False  # it would undercut a Crawl-delay of robots.txt
HOSTS_DIR = ".warraq/hosts"  # lock files of the hosts being asked; set by the night and for real publishers
DOWNLOAD_DELAY_JITTER = 0  # the delay is a least, not a mean
DOWNLOAD_VERIFY_CERTIFICATES = True  # an archive must know who said it

# Limits. The longest of 12 real pages had .8 MB, the sitemap protocol allows 50 MB but gzipped.
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30  # a reader would have left
DNS_TIMEOUT = 15
TWISTED_DNS_RESOLVER = "crawlers.routes.PublicResolver"  # only addresses of the public Internet
REDIRECT_MAX_TIMES = 5  # RFC 9309 follows five for robots.txt
METAREFRESH_ENABLED = False  # consent pages refresh for ever
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408, 429]  # 429 after the pause it asks for
RETRY_PRIORITY_ADJUST = 1  # before new links: a host that asks us to stop is known by its first link, not its last
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"
# Every link found has its own outcome, so a link is dropped by us with a reason, never by Scrapy.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
HTTPERROR_ALLOW_ALL = True

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ar,en;q=0.5",
}

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "crawlers.budget.BudgetMiddleware": 50,
    "crawlers.robots.RobotsMiddleware": 100,
    "crawlers.politeness.RetryMiddleware": 550,
    "crawlers.politeness.RedirectMiddleware": 600,
    "crawlers.routes.RouteMiddleware": 760,
    # From here to the network, so that the spool sees every response, redirects and errors too, with its
    # body decoded: decoded first, then judged, then kept, and only then used by anything above.
    "crawlers.capturing.CaptureMiddleware": 870,
    "crawlers.capturing.RightsMiddleware": 880,
    "crawlers.capturing.DecodeMiddleware": 890,
    # Nearest to the network: what is answered from the spool waits for nobody.
    "crawlers.hosts.HostMiddleware": 900,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # Arabic addresses are long when encoded
}
# None also saves importing them, once a source and night. Nothing but http(s) can be fetched.
DOWNLOAD_HANDLERS = {
    "http": "crawlers.handlers.BoundedHandler",
    "https": "crawlers.handlers.BoundedHandler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
EXTENSIONS = {
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
}

# A response yields one item at most, and for each of these Scrapy starts a task at every response: 100, its own
# default, took a quarter of a crawl's processor time (2026-11-22).
CONCURRENT_ITEMS = 1

FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"
