"""An evaluation as one HTML page that needs nothing else: figures, plots, and every question that went wrong."""

from collections.abc import Iterable, Sequence
from html import escape

from server.evaluation.report import Point, Report, Tally
from server.evaluation.runs import Run

_WIDTH, _HEIGHT, _MARGIN = 440, 260, 40

_STYLE = """
body{font:15px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .8rem;border-bottom:1px solid #ddd;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}svg{background:#fafaf7;margin-right:1rem}
.bar{fill:#115b78}.line{fill:none;stroke:#115b78;stroke-width:2}.axis{stroke:#999}.worse{color:#a33}.better{color:#27723b}
""".strip()


def page(run: Run, before: Run | None) -> str:
    report = run.report
    return "\n".join(
        [
            f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>评测 {escape(run.questions)}</title>',
            f"<style>{_STYLE}</style>",
            f"<h1>评测：{escape(run.questions)}</h1>",
            f"<p>{run.at:%Y-%m-%d %H:%M} UTC，知识版本 {run.knowledge_revision}，{report.asked} 个问题</p>",
            _figures(report, before.report if before else None),
            "<h2>风险与覆盖</h2>",
            _plot(report.curve),
            "<h2>按类别</h2>",
            _tallies(report.by_kind),
            "<h2>按主题</h2>",
            _bars(report.by_topic),
            _tallies(report.by_topic),
            "<h2>不对的问题</h2>",
            _wrong(run),
            "</html>",
        ]
    )


def figures_of(report: Report) -> dict[str, float]:
    """The figures that are compared from run to run, in the words of a reader."""
    return {
        "严格正确率": report.strict,
        "首条命中": report.found.top1,
        "前三命中": report.found.top3,
        "MRR": report.found.mrr,
        "域外与易混误答率": report.misled_traps,
        "误答率": report.misled,
        "失效规定作答": float(report.expired),
        "期望校准误差": report.calibration_error,
        "p50（毫秒）": report.p50_ms,
        "p99（毫秒）": report.p99_ms,
    }


def _figures(report: Report, before: Report | None) -> str:
    earlier = figures_of(before) if before else {}
    rows = []
    for name, value in figures_of(report).items():
        change = f"{value - earlier[name]:+.3f}" if name in earlier else ""
        rows.append(f'<tr><td>{name}</td><td class="n">{value:.3f}</td><td class="n">{change}</td></tr>')
    return f"<table><tr><th>指标</th><th>本次</th><th>较上次</th></tr>{''.join(rows)}</table>"


def _tallies(tallies: dict[str, Tally]) -> str:
    rows = (
        f'<tr><td>{escape(name) or "—"}</td><td class="n">{tally.asked}</td><td class="n">{tally.right}</td>'
        f'<td class="n">{tally.partial}</td><td class="n">{tally.strict:.3f}</td></tr>'
        for name, tally in tallies.items()
    )
    return f"<table><tr><th></th><th>问题</th><th>正确</th><th>不全</th><th>正确率</th></tr>{''.join(rows)}</table>"


def _plot(curve: Sequence[Point]) -> str:
    """Risk over coverage: what share of the answers is wrong when only the surest are given."""
    top = max((point.risk for point in curve), default=0.0) or 1.0
    points = " ".join(
        f"{_MARGIN + point.coverage * (_WIDTH - 2 * _MARGIN):.1f},"
        f"{_HEIGHT - _MARGIN - point.risk / top * (_HEIGHT - 2 * _MARGIN):.1f}"
        for point in curve
    )
    floor = _HEIGHT - _MARGIN
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-label="风险与覆盖">'
        f'<line class="axis" x1="{_MARGIN}" y1="{floor}" x2="{_WIDTH - _MARGIN}" y2="{floor}"/>'
        f'<line class="axis" x1="{_MARGIN}" y1="{_MARGIN}" x2="{_MARGIN}" y2="{floor}"/>'
        f'<text x="{_WIDTH - _MARGIN}" y="{_HEIGHT - 12}" text-anchor="end">作答比例 100%</text>'
        f'<text x="{_MARGIN}" y="{_MARGIN - 12}">误答 {top:.0%}</text>'
        f'<polyline class="line" points="{points}"/></svg>'
    )


def _bars(tallies: dict[str, Tally]) -> str:
    height = 22 * len(tallies)
    bars = "".join(
        f'<text x="0" y="{22 * at + 16}">{escape(name) or "—"}</text>'
        f'<rect class="bar" x="180" y="{22 * at + 4}" width="{tally.strict * 300:.0f}" height="14"/>'
        f'<text x="{190 + tally.strict * 300:.0f}" y="{22 * at + 16}">{tally.strict:.0%}</text>'
        for at, (name, tally) in enumerate(tallies.items())
    )
    return f'<svg width="560" height="{height}" role="img" aria-label="按主题的正确率">{bars}</svg>'


def _wrong(run: Run) -> str:
    return f"<table><tr><th>题号</th><th>问题</th><th>结果</th><th>条目</th></tr>{''.join(_wrong_rows(run))}</table>"


def _wrong_rows(run: Run) -> Iterable[str]:
    for one in run.verdicts:
        if not one.right:
            what = "不全" if one.partial else one.outcome
            cells = (one.id, one.text, what, one.entry or "")
            yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
