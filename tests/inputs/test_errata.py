"""``errata:`` of the parameters: editions count up from the second, every entry is complete."""

import pytest

from progress_report.inputs.params.report_params import Params, read_params
from progress_report.model.findings import ReportError
from tests.inputs.ward_files import PARAMS, YEAR, WardFiles


def _entry(edition: object = 2, **changed: str | None) -> str:
    members = {"where": "表1", "wrong": "303", "right": "302", "reason": "転記の誤り", **changed}
    lines = [f"  - edition: {edition}"]
    lines += [f'    {name}: "{text}"' for name, text in members.items() if text is not None]
    return "\n".join(lines) + "\n"


def _read(ward: WardFiles, *entries: str) -> Params:
    path = ward.project.root / PARAMS
    path.write_text(path.read_text(encoding="utf-8") + "errata:\n" + "".join(entries), encoding="utf-8")
    return read_params(ward.project, YEAR)


def test_a_report_without_corrections_is_the_first_edition(ward: WardFiles) -> None:
    params = read_params(ward.project, YEAR)
    assert (params.revision, params.report.errata) == (1, [])


def test_corrections_of_several_editions(ward: WardFiles) -> None:
    params = _read(ward, _entry(2), _entry(2), _entry(3))
    assert params.revision == 3
    assert [erratum.edition for erratum in params.report.errata] == [2, 2, 3]
    lines = (ward.project.root / PARAMS).read_text(encoding="utf-8").splitlines()
    assert "302" in lines[params.source("errata", 1, "right").line - 1]


@pytest.mark.parametrize(
    ("entries", "reported"),
    [
        ([_entry(1)], "1番目の訂正は第2版のはずですが、第1版と書かれています"),
        ([_entry(3)], "1番目の訂正は第2版のはずですが、第3版と書かれています"),
        ([_entry(2), _entry(4)], "2番目の訂正は第2版か第3版のはずですが、第4版と書かれています"),
        ([_entry(2), _entry(3), _entry(2)], "3番目の訂正は第3版か第4版のはずですが"),
        ([_entry("二")], "整数として読めません（「二」）"),
        ([_entry(reason=None)], "必要な項目がありません"),
        ([_entry(right="")], "文がありません"),
        ([_entry(cause="x")], "知らない項目です"),
    ],
)
def test_errors_are_reported(ward: WardFiles, entries: list[str], reported: str) -> None:
    with pytest.raises(ReportError) as caught:
        _read(ward, *entries)
    assert reported in str(caught.value)
    assert f"{PARAMS} " in str(caught.value)
