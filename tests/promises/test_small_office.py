"""The small municipality that other tests damage is valid by itself."""

from tests.promises.office import Office, sheet_of


def test_it_checks_and_builds(office: Office) -> None:
    checked = office.check()
    assert checked.code == 0
    assert "誤り 0件、要確認 0件" in checked.out
    built = office.build()
    assert built.code == 0, built.err
    assert "場所は合計、件数は322。" in office.report()


def test_normalizations_are_notes_of_check_and_build(office: Office) -> None:
    office.workbook("counts", sheet_of((("場所", "件数"), ("本庁", "３０２件"), ("支所", 20))))
    checked = office.check()
    assert checked.code == 0
    assert "誤り 0件、要確認 0件、記録 " in checked.out
    note = "【記録】data/2024/counts.xlsx『件数』: 表記を整えて読みました: "
    assert note in checked.out
    built = office.build()
    assert built.code == 0
    assert note in built.err
    assert "場所は合計、件数は322。" in office.report()
