"""``errata:`` of ``params/<year>.yaml``: the corrections of former revisions of the year's report.

The first revision has none; each later one adds its corrections, so that a build from the same inputs
reproduces the revised report. ``report_builder.py revise`` writes them.
"""

from collections.abc import Sequence

from pydantic import Field

from progress_report.inputs.parsing.scalars import Prose
from progress_report.inputs.parsing.strict_models import Strict, WholeNumber
from progress_report.messages.sections import WRONG_EDITION
from progress_report.model.revision import FIRST_REVISION

# Stands for text that exists in only one of the two revisions.
ABSENT = "（なし）"


class Erratum(Strict):
    """One line of a 正誤表: the place, the wrong text, the right text, and the reason."""

    edition: WholeNumber = Field(description="訂正した版の番号。最初の訂正は 2")
    where: Prose = Field(description="箇所")
    wrong: Prose = Field(description="誤（前の版に印刷したもの）。なければ（なし）")
    right: Prose = Field(description="正（この版に印刷するもの）。なければ（なし）")
    reason: Prose = Field(description="訂正の理由")


def ordered_errata(errata: Sequence[Erratum]) -> Sequence[Erratum]:
    """Return the corrections if their revisions count up from the second. Raise ValueError otherwise."""
    newest = FIRST_REVISION
    for position, erratum in enumerate(errata):
        allowed = {newest, newest + 1} if position else {newest + 1}
        if erratum.edition not in allowed:
            wanted = "か".join(f"第{edition}版" for edition in sorted(allowed))
            raise WRONG_EDITION.value_error(position=position + 1, wanted=wanted, edition=erratum.edition)
        newest = erratum.edition
    return errata


def newest_revision(errata: Sequence[Erratum]) -> int:
    return errata[-1].edition if errata else FIRST_REVISION
