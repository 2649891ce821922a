"""The one list of outcomes: every link found ends in exactly one of them.

``OUTCOMES`` maps the word to what it means; ``ARCHIVED`` and ``KNOWN`` name the groups that are counted together.
"""

OUTCOMES: dict[str, str] = {
    # archived
    "new": "an article seen for the first time",
    "revised": "a known article whose text or title changed: a new revision",
    "copy": "an article seen for the first time whose text another publisher had first",
    # known, nothing to archive
    "revisit": "captured again; the text is already archived",
    "unchanged": "not modified since the last capture: the publisher answered 304, or sent the same bytes",
    "known_capture": "a capture given again, or older than what is archived of the article: nothing of it is new",
    "duplicate_link": "another link of this run leads to the same article",
    # gone
    "unpublished": "a known article that now answers 404 or 410, or no longer shows an article",
    "gone": "404 or 410, and never archived",
    # pages that are not an article
    "live_blog": "a running ticker, not an article",
    "video": "a video page without an article's text",
    "gallery": "a picture gallery",
    "section": "a section, tag, search or home page",
    "paywall": "the text is cut off for subscribers",
    "consent_wall": "a consent page instead of the article",
    "challenge": "a bot challenge instead of the page",
    "soft_404": "status 200, but the page says the article does not exist",
    "not_article": "no article text on the page",
    # not for this archive
    "not_arabic": "an article in another language",
    "off_topic": "an Arabic article that is not about public affairs",
    # not allowed
    "robots": "robots.txt forbids the address",
    "reserved": "the publisher reserves text and data mining or forbids archiving",
    "taken_down": "taken down before: not asked for, nothing of it is kept",
    # not fetched
    "blocked": "401, 403 or 429: the publisher refuses us",
    "http_error": "any other status that is not a page",
    "timeout": "no answer in time",
    "unreachable": "DNS, connection or TLS failure",
    "too_large": "the response is larger than the limit",
    "redirect_loop": "too many redirects, or a redirect to an address that is not allowed",
    "over_budget": "deferred to the next night: the source's budget was used up",
    "given_up": "deferred for two weeks and never asked for: the source lists more than its budget lets us fetch",
    # kept aside
    "quarantine": "the page could not be read in the time and memory allowed; the capture is kept",
    "held_back": "the source failed or broke its expectations tonight, so nothing of it was published",
}

ARCHIVED = frozenset({"new", "revised", "copy"})
KNOWN = frozenset({"revisit", "unchanged", "duplicate_link", "known_capture"})
