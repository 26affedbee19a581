"""What builds that were killed left behind: the next one clears it, also where it has nothing else to do."""

from progress_report.building import publishing
from progress_report.building.build_options import BuildOptions
from progress_report.building.unchanged import INDEX
from progress_report.inputs.project import PUBLISHED_FILE, STAGED_YEAR, Project
from progress_report.storage.scratch import sweep


def clear(project: Project, options: BuildOptions) -> None:
    """Never fails; what a process at work still holds stays."""
    published = project.data_folder(options.year) / PUBLISHED_FILE
    publishing.clear(
        options.target, options.failed, options.out / INDEX, project.params_file(options.year), published
    )
    sweep(project.root, *STAGED_YEAR)
