"""The rules that produce warnings (要確認) about a year's inputs, in the order in which they are listed."""

from progress_report.inputs import (
    date_reviews,
    definition_reviews,
    prose_reviews,
    survey_reviews,
    table_reviews,
    value_reviews,
)
from progress_report.inputs.figure_reviews import typed_figures
from progress_report.inputs.input_files import undeclared_files
from progress_report.inputs.notebook_uses import unshown_data
from progress_report.inputs.renaming_reviews import rows_perhaps_renamed
from progress_report.inputs.reviews import Rule

RULES: tuple[Rule, ...] = (
    undeclared_files,
    unshown_data,
    *prose_reviews.RULES,
    typed_figures,
    *value_reviews.RULES,
    *date_reviews.RULES,
    rows_perhaps_renamed,
    *survey_reviews.RULES,
    *definition_reviews.RULES,
    *table_reviews.RULES,
)
