"""Reading: from a captured response to an article, or to the reason why there is none.

Pure: no network, no clock, no S3; the same capture is read the same on any night with the same learned blocks
(``learned``). ``read_page`` in ``crawlers.reading.page`` is the one entry; ``pool`` runs it in worker processes with
a limit of time.
"""
