"""The rules that produce warnings (要確認) about a year's inputs, in the order in which they are listed."""

from progress_report.inputs.date_reviews import (
    as_of_dates_that_differ,
    dates_published_otherwise,
    descriptor_dates_out_of_the_ordinary,
    table_dates_out_of_the_ordinary,
)
from progress_report.inputs.definition_reviews import (
    indicators_left_behind,
    invented_but_published,
    other_survey_periods,
    plans_without_a_result,
    texts_of_the_former_year,
    years_not_added_one_by_one,
)
from progress_report.inputs.figure_reviews import typed_figures
from progress_report.inputs.input_files import undeclared_files
from progress_report.inputs.notebook_uses import unshown_data
from progress_report.inputs.prose_reviews import remarks_behind_prose, same_as_last_year, unexplained_years
from progress_report.inputs.renaming_reviews import rows_perhaps_renamed
from progress_report.inputs.reviews import Rule
from progress_report.inputs.survey_reviews import contradictory_answers, missing_respondents
from progress_report.inputs.table_reviews import (
    doubtful_rows,
    doubtful_words,
    gaps_between_ranges,
    titles_of_another_year,
)
from progress_report.inputs.value_reviews import (
    changed_values,
    dates_out_of_the_ordinary,
    differences_rounded_otherwise,
    shares_above_the_whole,
    unchanged_rows,
    unusual_percentages,
    unusual_rates,
)

RULES: tuple[Rule, ...] = (
    undeclared_files,
    unshown_data,
    same_as_last_year,
    unexplained_years,
    remarks_behind_prose,
    typed_figures,
    changed_values,
    unchanged_rows,
    unusual_percentages,
    unusual_rates,
    shares_above_the_whole,
    differences_rounded_otherwise,
    dates_out_of_the_ordinary,
    descriptor_dates_out_of_the_ordinary,
    as_of_dates_that_differ,
    table_dates_out_of_the_ordinary,
    dates_published_otherwise,
    rows_perhaps_renamed,
    contradictory_answers,
    missing_respondents,
    years_not_added_one_by_one,
    indicators_left_behind,
    plans_without_a_result,
    other_survey_periods,
    texts_of_the_former_year,
    invented_but_published,
    doubtful_rows,
    doubtful_words,
    gaps_between_ranges,
    titles_of_another_year,
)
