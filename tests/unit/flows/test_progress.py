from flows.progress import MOST_TOLD, Event, Steps, listen


def _told(total: int, seconds_each: float) -> list[Event]:
    events: list[Event] = []
    now = [0.0]
    unlisten = listen(events.append)
    try:
        steps = Steps("verify", total, "objects", clock=lambda: now[0])
        for _ in range(total):
            now[0] += seconds_each
            steps.done()
    finally:
        unlisten()
    return events


def test_each_step_of_a_short_work_is_told_with_what_is_left() -> None:
    events = _told(4, 10.0)
    assert [event.message for event in events] == [
        "1 of 4 objects, about 30 s left",
        "2 of 4 objects, about 20 s left",
        "3 of 4 objects, about 10 s left",
        "4 of 4 objects",
    ]
    assert [event.share for event in events] == [0.25, 0.5, 0.75, 1.0]


def test_a_long_work_is_told_in_a_bounded_number_of_steps() -> None:
    events = _told(100_000, 1.0)
    assert len(events) <= MOST_TOLD + 1
    assert events[0].share is not None
    assert events[0].share < 0.001
    assert "about 833 min left" in events[10].message
    assert events[-1].share == 1.0
