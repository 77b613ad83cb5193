"""The report's plots: pure functions from figures to inline SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from qa_app.evaluation.measures.confidence import Bin
from qa_app.evaluation.measures.cost import Spread
from qa_app.evaluation.report.markup import Html, el

WIDTH, HEIGHT = 420, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 14, 42


@dataclass(frozen=True, slots=True)
class Frame:
    """The plotting area: x and y from 0 to their ends become positions in the picture."""

    x_end: float
    y_end: float

    def x(self, value: float) -> float:
        """Horizontal position of `value`."""
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * value / self.x_end, 2)

    def y(self, value: float) -> float:
        """Vertical position of `value`."""
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / self.y_end, 2)


def risk_coverage(points: Sequence[tuple[float, float]], answered: float) -> Html:
    """Share of wrong answers when only the most confident share of questions is answered.

    `answered` is the share that was answered; it is marked on the curve.
    """
    if not points:
        return _nothing("no questions")
    frame = Frame(1.0, _nice(max(risk for _, risk in points)))
    path = "M" + " L".join(f"{frame.x(c)} {frame.y(r)}" for c, r in points)
    here = max((p for p in points if p[0] <= answered + 1e-9), default=None)
    marked: list[Html] = [_line(frame, answered, 0, answered, frame.y_end, "guide")]
    if here:
        says = f"answered {answered:.0%}, risk {here[1]:.1%}"
        marked.append(_dot(frame, here[0], here[1], 4.5, "now", says))
    area = f"{path} L{frame.x(points[-1][0])} {frame.y(0)} L{frame.x(points[0][0])} {frame.y(0)} Z"
    return _figure(
        "risk-coverage",
        *_axes(frame, "coverage: share of questions answered", "risk: share wrong", percent=True),
        el("path", d=area, class_="area"),
        el("path", d=path, class_="line"),
        *marked,
    )


def reliability(bins: Sequence[Bin]) -> Html:
    """Confidence against the share that was right; the diagonal is perfect calibration."""
    if not bins:
        return _nothing("no questions")
    frame = Frame(1.0, 1.0)
    largest = max(each.cases for each in bins)
    gaps = [_line(frame, b.confidence, b.confidence, b.confidence, b.right, "gap") for b in bins]
    dots = [
        _dot(
            frame,
            each.confidence,
            each.right,
            3 + 7 * sqrt(each.cases / largest),
            "bin",
            f"confidence {each.confidence:.2f}: {each.right:.0%} of {each.cases} right",
        )
        for each in bins
    ]
    return _figure(
        "reliability",
        *_axes(frame, "confidence", "share right", percent=True),
        _line(frame, 0, 0, 1, 1, "guide"),
        *gaps,
        *dots,
    )


def rank_histogram(ranks: Mapping[str, int]) -> Html:
    """How many answerable questions have their evidence at each rank."""
    if not sum(ranks.values()):
        return _nothing("no answerable questions")
    frame = Frame(float(len(ranks)), _nice(max(ranks.values())))
    bars = [
        _bar(frame, number, count, f"rank {rank}: {count}", "miss" if rank == "none" else "bar")
        for number, (rank, count) in enumerate(ranks.items())
    ]
    names = [_text(rank, frame.x(n + 0.5), HEIGHT - 26) for n, rank in enumerate(ranks)]
    return _figure(
        "ranks",
        *_y_axis(frame, "questions", percent=False),
        *bars,
        *names,
        _text("rank of the first passage with the evidence", WIDTH / 2 + 16, HEIGHT - 8, "label"),
    )


def stage_times(stages: Mapping[str, Spread]) -> Html:
    """Milliseconds by stage: the bar is the median, the whisker ends at the 95th percentile."""
    if not stages:
        return _nothing("no times were recorded")
    longest = max(spread.p95 for spread in stages.values()) or 1.0
    step = min(34.0, (HEIGHT - 30) / len(stages))
    rows = [
        _stage(name, spread, 14 + step * number, step, longest)
        for number, (name, spread) in enumerate(stages.items())
    ]
    return _figure("times", *rows)


def interval(value: float, low: float | None, high: float | None, lower_is_better: bool) -> Html:
    """A value on a line from 0 to 1, with its interval."""
    ends = (low if low is not None else value, high if high is not None else value)
    start, stop = 4 + 112 * ends[0], 4 + 112 * ends[1]
    return el(
        "svg",
        el("line", x1=4, x2=116, y1=8, y2=8, class_="rail"),
        el("line", x1=start, x2=stop, y1=8, y2=8, class_="span"),
        el("circle", cx=4 + 112 * value, cy=8, r=3.5, class_="low" if lower_is_better else "high"),
        viewBox="0 0 120 16",
        class_="interval",
        aria_hidden="true",
    )


def _figure(name: str, *content: Html) -> Html:
    return el(
        "svg", *content, viewBox=f"0 0 {WIDTH} {HEIGHT}", class_=f"plot {name}", role="img",
        aria_label=name.replace("-", " "),
    )  # fmt: skip


def _nothing(why: str) -> Html:
    return _figure("empty", _text(why, WIDTH / 2, HEIGHT / 2, "label"))


def _axes(frame: Frame, x_name: str, y_name: str, *, percent: bool) -> list[Html]:
    ticks = [
        _text(f"{frame.x_end * part / 4:.0%}", frame.x(frame.x_end * part / 4), HEIGHT - 26)
        for part in range(5)
    ]
    name = _text(x_name, (WIDTH + _LEFT - _RIGHT) / 2, HEIGHT - 8, "label")
    return [*_y_axis(frame, y_name, percent=percent), *ticks, name]


def _y_axis(frame: Frame, name: str, *, percent: bool) -> list[Html]:
    drawn = []
    for part in range(5):
        value = frame.y_end * part / 4
        shown = f"{value:.3g}" if not percent else f"{100 * value:.3g}%"
        drawn.append(_line(frame, 0, value, frame.x_end, value, "grid"))
        drawn.append(_text(shown, _LEFT - 6, frame.y(value) + 3.5, "tick end"))
    middle = (HEIGHT - _BOTTOM + _TOP) / 2
    turned = el(
        "text", name, x=0, y=0, class_="label", transform=f"translate(11 {middle}) rotate(-90)"
    )
    return [*drawn, turned]


def _line(frame: Frame, x1: float, y1: float, x2: float, y2: float, kind: str) -> Html:
    return el("line", x1=frame.x(x1), y1=frame.y(y1), x2=frame.x(x2), y2=frame.y(y2), class_=kind)


def _dot(frame: Frame, x: float, y: float, radius: float, kind: str, says: str) -> Html:
    return el(
        "circle", el("title", says), cx=frame.x(x), cy=frame.y(y), r=round(radius, 2), class_=kind
    )


def _bar(frame: Frame, number: int, count: int, says: str, kind: str) -> Html:
    left, right, top = frame.x(number + 0.12), frame.x(number + 0.88), frame.y(count)
    body = el(
        "rect", el("title", says), x=left, y=top, width=round(right - left, 2),
        height=round(frame.y(0) - top, 2), rx=2.0, class_=kind,
    )  # fmt: skip
    shown = _text(str(count), (left + right) / 2, top - 4, "count") if count else Html("")
    return el("g", body, shown)


def _stage(name: str, spread: Spread, top: float, step: float, longest: float) -> Html:
    left, room = 112, WIDTH - 112 - 110
    middle = top + step / 2
    end, whisker = left + room * spread.p50 / longest, left + room * spread.p95 / longest
    says = f"{_ms(spread.p50)} / {_ms(spread.p95)}"
    return el(
        "g",
        _text(name, left - 8, middle + 4, "tick end"),
        el(
            "rect",
            x=left,
            y=middle - 7,
            width=max(1.0, end - left),
            height=14,
            rx=2.0,
            class_="bar",
        ),
        el("line", x1=end, x2=whisker, y1=middle, y2=middle, class_="whisker"),
        el("line", x1=whisker, x2=whisker, y1=middle - 5, y2=middle + 5, class_="whisker"),
        _text(says, whisker + 7, middle + 4, "tick start"),
    )


def _text(words: str, x: float, y: float, kind: str = "tick") -> Html:
    return el("text", words, x=round(x, 2), y=round(y, 2), class_=kind)


def _ms(value: float) -> str:
    return f"{value / 1000:.2g} s" if value >= 1000 else f"{value:.3g} ms"


def _nice(largest: float) -> float:
    """A round end for an axis that reaches `largest`; four steps of it read well."""
    for scale in (0.01, 0.1, 1, 10, 100, 1000, 10_000, 100_000):
        for step in (1, 2, 4, 6, 8):
            if largest <= step * scale:
                return step * scale
    return largest
