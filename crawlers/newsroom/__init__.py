"""The practice newsroom: sixteen invented Arabic publishers over three nights, served on loopback.

All its news is invented. It stands in for the Arabic press in tests and in the first-run demonstration, and shows
on purpose what real publishers do: wrong labels, four ways to write a month, agency copy, edits, removals, walls.

``nights`` says when, ``texts`` and ``copies`` what is written, ``publishers`` by whom, ``plan`` who publishes what on
which night; ``pages`` and ``feeds`` render it, ``site`` answers a request, ``server`` serves it, and ``expected``
says what an archive of it must hold. The same arguments always give the same bytes; nothing reads the clock.
"""
