"""What the page about many reports says is computed from the measurements, and right."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.scale.__main__ import CHART, MEASUREMENTS, PAGE
from benchmarks.scale.arithmetic import ClusterCost, grown, needs
from benchmarks.scale.building import Place, on_this_machine
from benchmarks.scale.chart import chart
from benchmarks.scale.cluster_building import comparison, proof, told_twice
from benchmarks.scale.fit import REPORTS, Line
from benchmarks.scale.harm import Watch
from benchmarks.scale.page import BEGIN, END, measured_part, with_measured
from benchmarks.scale.runs import CLUSTER, MACHINE, UNCHANGED, Measurements, Proof, Role, Run, Tried

RUN = Run(
    MACHINE, 1, 1, 12.0, 14.0, 300_000_000, 5, 70,
    input_bytes=100_000, output_bytes=3_000_000, output_files=30, kept_bytes=500_000,
)  # fmt: skip
PROOF = Proof(200, 4, ["one was killed"], 0, 600.0, 200, 5800, 600_000_000, [], [], [], 3)


def _run(where: str, size: int, seconds: float, **others: float) -> Run:
    totals = {name: getattr(RUN, name) * size for name in ("input_bytes", "output_bytes", "output_files")}
    each = {"municipalities": size, "published": size, "seconds": seconds, "kept_bytes": 500_000 * size}
    return replace(RUN, where=where, **{**totals, **each, **others})


@pytest.fixture
def kept(tmp_path: Path) -> Measurements:
    """10 s once and 2 s a report on one machine; on the cluster 1 s of client and 8 s of worker a report."""
    measured = Measurements(tmp_path / "measurements.json", {"Processor": "two", "Cores": "2"})
    for size in (1, 10, 100):
        took = {"processor_seconds": 10 + 4 * size, "peak_bytes": 600_000_000 + size * 10_000}
        measured.add(_run(MACHINE, size, 10 + 2 * size, **took))
        measured.add(_run(UNCHANGED, size, 0.1 * size))
        roles = {
            "client": Role(1.0 * size, 90_000_000),
            "scheduler": Role(0.1 * size, 80_000_000),
            "workers": Role(8.0 * size, 700_000_000),
        }
        cluster = _run(CLUSTER, size, 5.0 * size, processor_seconds=9.0 * size, sent_bytes=150_000 * size)
        measured.add(replace(cluster, workers=2, roles=roles, identical=size))
    measured.add_tried(Tried("arguments", "Ever more roots", "40,000", {"most": 40_000, "wanted": 1741}))
    measured.add_tried(
        Tried("disk", "The disk was asked", "76 GB", {"free_bytes": 76e9, "free_files": 16_000_000})
    )
    return measured


def test_the_line_goes_through_points_that_lie_on_one() -> None:
    line = Line.through([(1, 12), (10, 30), (500, 1010)])
    assert [line.fixed, line.each] == pytest.approx([10, 2])


def test_a_small_size_counts_as_much_as_a_large_one() -> None:
    line = Line.through([(1, 10.0), (2, 10.0), (1000, 1000.0)])
    assert line.at(1) == pytest.approx(10, rel=0.1)


def test_one_size_makes_no_line() -> None:
    with pytest.raises(ValueError, match="two sizes"):
        Line.through([(5, 10.0), (5, 11.0)])


def test_measurements_are_read_as_they_were_written(kept: Measurements) -> None:
    kept.proof = PROOF
    kept.write()
    assert Measurements.read(kept.path) == kept


def test_a_size_measured_several_times_counts_by_its_median(kept: Measurements) -> None:
    for seconds in (50.0, 31.0):
        kept.add(_run(MACHINE, 10, seconds))
    assert dict(kept.points(MACHINE, "seconds"))[10] == 31
    assert "| one machine | 10 | 3 | 31.0 (30.0 to 50.0) |" in measured_part(kept)


def test_the_arithmetic_is_shown_and_right(kept: Measurements) -> None:
    page = measured_part(kept)
    assert "Reports: 1,741 × 10 = **17,410**" in page
    assert "Seconds on one machine: 10.0 + 17,410 × 2.00 = 34,830 s = **9.7 hours**" in page
    assert "Reports on the disk: 17,410 × 3.00 MB = **52.2 GB**" in page
    assert "Files of the reports: 17,410 × 30 = **522,300**" in page
    assert "Called again with nothing changed: 0.0 s + 17,410 × 100 ms = **29 minutes**" in page
    assert "| test cluster | 100 | 100 | 3,000 | 30 |  | 150 | 0 | 100 of 100 |" in page
    assert "| client | 1.00, 86 | 1.00, 86 | 1.00, 86 |" in page


def test_more_workers_are_quicker_until_the_client_is_waited_for(kept: Measurements) -> None:
    cost = ClusterCost.of(kept, 2)
    assert cost is not None
    assert cost.busy == pytest.approx(0.9)
    assert cost.seconds(1) == pytest.approx(REPORTS * 8 / (2 * 0.9))
    assert cost.most_workers == pytest.approx(8 / (2 * 0.9))
    assert cost.seconds(64) == cost.seconds(256) == pytest.approx(REPORTS)


def test_what_is_least_enough_breaks_first(kept: Measurements) -> None:
    found = {need.name: need for need in needs(kept)}
    assert found["hours of one machine, of one night"].share == pytest.approx(34_830 / 3600 / 8)
    assert found["municipalities on one command line"].share == pytest.approx(1741 / 40_000)
    page = measured_part(kept)
    assert "So the first that is not enough: **hours of one machine, of one night**." in page
    kept.add_tried(Tried("disk", "", "", {"free_bytes": 10e9, "free_files": 1e9}))
    page = measured_part(kept)
    assert "So the first that is not enough: **disk: inputs, reports and what is kept**." in page


def test_a_peak_is_drawn_out_along_the_last_two_sizes(kept: Measurements) -> None:
    assert grown(kept, MACHINE, "peak_bytes") == pytest.approx(600_000_000 + REPORTS * 10_000)
    kept.add(_run(MACHINE, 500, 1010, peak_bytes=500_000_000))
    assert grown(kept, MACHINE, "peak_bytes") == 500_000_000


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "**0 lost, 0 different, 0 published twice**: nothing lost, twice or different."),
        ({"lost": ["m-1"]}, "**1 lost, 0 different, 0 published twice**: **it does not hold**."),
        ({"different": ["m-1"]}, "**0 lost, 1 different, 0 published twice**: **it does not hold**."),
        ({"twice": ["m-1"]}, "**0 lost, 0 different, 1 published twice**: **it does not hold**."),
        ({"published": 199}, "**it does not hold**"),
        ({"undone": 1}, "1 of the losses not brought about before all was built**: **it does not hold**."),
    ],
)
def test_a_proof_says_what_it_found(kept: Measurements, changed: dict[str, object], told: str) -> None:
    kept.proof = replace(PROOF, **changed)  # type: ignore[arg-type]
    assert told in measured_part(kept)
    assert kept.proof.holds == (not changed)


def test_a_page_without_a_place_for_the_figures_is_refused() -> None:
    assert with_measured(f"a {BEGIN} old {END} z", "new") == f"a {BEGIN}\n\nnew\n\n{END} z"
    with pytest.raises(ValueError, match="does not hold"):
        with_measured(f"{BEGIN} old", "new")


def test_the_committed_page_and_chart_are_those_of_the_committed_measurements() -> None:
    kept, page = Measurements.read(MEASUREMENTS), PAGE.read_text(encoding="utf-8")
    assert with_measured(page, measured_part(kept)) == page
    assert chart(kept) == (PAGE.parent / CHART).read_text(encoding="utf-8")


def test_files_that_are_missing_changed_or_added_are_found(tmp_path: Path) -> None:
    place, roots = Place(tmp_path), [tmp_path / "roots" / name for name in ("same", "less", "other", "more")]
    for root in roots:
        for where in (MACHINE, CLUSTER):
            report = place.out(where) / root.name / "2024"
            report.mkdir(parents=True)
            for name in ("report.html", "manifest.json"):
                (report / name).write_text(f"{root.name} {name}", encoding="utf-8")
    built = place.out(CLUSTER)
    (built / "less" / "2024" / "report.html").unlink()
    (built / "other" / "2024" / "report.html").write_text("x", encoding="utf-8")
    (built / "more" / "2024.failed").write_text("x", encoding="utf-8")
    found = comparison(place, CLUSTER, roots)
    assert (found.files, found.lost, found.different) == (8, ["less"], ["other", "more"])


def test_a_report_published_twice_is_noticed(tmp_path: Path) -> None:
    reports = [tmp_path / name / "2024" for name in ("once", "twice")]
    watch = Watch(reports)
    watch.look()
    for report in reports:
        report.mkdir(parents=True)
        (report / "manifest.json").write_text("{}", encoding="utf-8")
        watch.look()
    assert (watch.published, watch.twice) == (1, [])
    again = tmp_path / "again.json"
    again.write_text("{}", encoding="utf-8")
    again.replace(reports[1] / "manifest.json")
    watch.look()
    watch.look()
    assert watch.twice == ["twice"]


def test_a_report_told_of_twice_is_noticed() -> None:
    line = "試験甲甲甲{}区 令和6年度　{}　tcp://10.0.0.3:42205（worker-1）\n"
    said = line.format("乙", "3.2秒") + line.format("丙", "作り直します（ワーカーが失われました）")
    assert told_twice(said + line.format("丙", "3.1秒")) == []
    assert told_twice(said + line.format("乙", "3.1秒")) == ["試験甲甲甲乙区"]


def test_two_municipalities_are_built_and_measured(tmp_path: Path) -> None:
    place = Place(tmp_path)
    cold, unchanged = on_this_machine(place, 2)
    assert (cold.where, cold.published, unchanged.where, unchanged.published) == (MACHINE, 2, UNCHANGED, 2)
    assert unchanged.output_bytes == cold.output_bytes
    for name, report in zip(("乙", "丙"), place.reports(MACHINE, place.roots(2)), strict=True):
        text = (report / "report.txt").read_text(encoding="utf-8-sig")
        assert f"試験甲甲甲{name}区" in text
        assert "サンプルデータ（架空）" in text
    assert cold.output_files > 40 and cold.input_bytes > 200_000 and cold.kept_bytes > 0


@pytest.mark.long
def test_nothing_is_lost_twice_or_different_on_a_cluster_that_loses_workers(tmp_path: Path) -> None:
    found, _ = proof(Place(tmp_path), 8, 3)
    assert len(found.harm) == 3
    assert found.holds, found
