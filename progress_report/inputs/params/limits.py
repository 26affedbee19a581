"""``limits:`` of the parameters: resource limits for executing the sections' notebooks."""

from typing import Annotated

from pydantic import AfterValidator, Field

from progress_report.inputs.parsing.strict_models import Strict, WholeNumber
from progress_report.messages.section_texts import LIMIT


def _positive(number: int) -> int:
    if number < 1:
        raise LIMIT.value_error(number=number)
    return number


Limit = Annotated[WholeNumber, AfterValidator(_positive)]


class Limits(Strict):
    """Limits beyond which a notebook is stopped. The defaults are many times what the sections need."""

    cell_seconds: Limit = Field(default=600, description="一つのセルの実行時間の上限（秒）。書かなければ 600")
    build_seconds: Limit = Field(
        default=3600, description="すべての節の実行時間の上限（秒）。書かなければ 3600"
    )
    memory_megabytes: Limit = Field(
        default=4096, description="一つのノートブックが使えるメモリの上限（MB）。書かなければ 4096"
    )
    output_megabytes: Limit = Field(
        default=20, description="一つのノートブックの出力の上限（MB）。書かなければ 20"
    )
