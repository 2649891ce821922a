"""What Warraq keeps, where it keeps it, and how it becomes visible.

The bucket
==========

::

    captures/run=<run>/source=<id>/*.warc.gz       HTTP responses as received (WARC 1.1)
    articles/date=<YYYY-MM-DD>/articles.parquet    one row per distinct article, its newest revision
    copies/date=<YYYY-MM-DD>/copies.parquet        same columns: articles another publisher had first
    revisions/run=<run>/revisions.parquet          every distinct text first read in that run, immutable
    stories/date=<YYYY-MM-DD>/stories.parquet      one row per story, under its first day
    syndication/date=<YYYY-MM-DD>/syndication.parquet    one row per copy beside its original, by the copy's day
    outcomes/run=<run>/outcomes.parquet            one row per link found: its one outcome
    state/links/date=<day>/run=<run>.parquet       what the next night must know of links first found that day
    state/link-keys/month=<month>/run=<run>.parquet    on which days links with an address lie
    state/blocks/run=<run>.parquet                 paragraphs that repeat on a publisher's pages
    state/health/run=<run>.parquet                 what the newest nights measured of each source
    state/inventory/run=<run>.parquet              the newest version of every object that runs replace
    index/articles/date=<day>/run=<run>.parquet    fingerprints that find revisions, copies and stories
    index/keys/month=<month>/run=<run>.parquet     on which days rows with an id, a text or a story lie
    index/terms/run=<run>.parquet                  how many articles have each term
    snapshots/before=<run>/…                       what a daily object held before that run replaced it
    iceberg/revisions/metadata/…                   revisions/ as an Iceberg table
    runs/<run>/manifest.json                       the commit of a run
    runs/amendments/<run>-<number>.json            what was changed or removed after that run
    tombstones/<id>.json                           what was taken down and must not come back; no text, no address
    runs/latest.json                               the newest committed run
    runs/lease.json                                who writes the archive now
    runs/<run>/attempts.json                       how often a run was begun, and the store's faults meanwhile
    reports/<run>/index.html                       the page a person looks at
    gathering/run=<run>/…                          what passes between a night and workers elsewhere, until its commit

``date`` is the UTC day of publication as first read (the printed day when no time was printed), or the day first
seen when none could be read. It is frozen at first sight, so a row never moves, and it is a path key only, never a
column in the file; so is ``run``, except where it says which night a row is from.
``run`` is the logical night (``2026-11-20``), not the attempt: a retry continues the same run. Backfills, imports and
rereads are supplements, named by the night before them (``2026-11-20s001``): names sort in the order of the commits.

The commit rule
===============

A night writes captures, then revisions, then articles, copies, syndication and stories, then outcomes, state and
index, then the inventory and its manifest, and moves ``runs/latest.json`` last, by compare-and-swap. The next night
knows only what the inventory of that manifest names: state and data become true together.

A night reads the days of state and index around its own articles, and finds older rows through the keys; so what it
costs depends on the night and not on the history. The index is derived from articles and copies alone:
``warraq repair`` makes it again to the same bytes, and a lost or damaged object is made again when it is met.

What changes after the commit
=============================

Manifests are never written again. A takedown, retention, an upgrade or a repair that changes committed objects writes
an amendment first (``storage.amendments``), so ``warraq verify`` knows what every object must be at any moment.
Everything but captures, outcomes and revisions is derived from these three, and ``warraq repair`` does it to the byte;
a takedown is the same derivation without what its tombstone names.

What survives a failed night
============================

Until ``latest`` moves, every decision is made from the same earlier manifest, so a night that was killed
and runs again takes the same decisions and writes the same bytes. Each daily object is replaced as a whole
by compare-and-swap: a reader sees the old day or the new day, never half of one, and two writers cannot
lose each other's rows. Objects of a run that never committed are overwritten by its next attempt.

A request that the store does not answer is repeated, for a bounded time and with pauses of random length; a write
whose answer was lost is recognised by its bytes. What was repeated is counted in ``attempts.json``, which no manifest
lists: a disturbed night has the same manifest as an undisturbed one.

Who may write
=============

One work at a time, by ``runs/lease.json``: the second is told who is at work and since when. A holder that slept
while another took over fails before it changes anything. A work that began to write and died is done again first.

Modules: ``errors`` ``ids`` ``records`` ``syndication`` ``health`` ``ledger`` ``schema`` ``layout`` ``settings`` say
what things are; ``objects`` ``patience`` ``embedded`` talk to S3; ``lease`` ``attempts`` say who writes, and how often
it was tried; ``captures`` ``partitions`` ``daytable`` ``inventory`` ``manifest`` write; ``archive`` reads;
``foreign`` reads others' WARC files.
"""
