"""Names of the files of added tables and pictures, and writing them together with the parameters."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from hashlib import sha256
from itertools import count
from pathlib import Path

from progress_report.files.replacing import remove, staged_file
from progress_report.inputs.params import Params
from progress_report.inputs.text_files import is_file
from progress_report.word_import.merging import Decision
from progress_report.word_import.proposals import NewFigure, Subject, added_in

FileNames = Mapping[tuple[Subject, int], str]  # by subject, and index in its proposal
_DIGITS = 8  # of the content's digest in a name


def new_files(
    decisions: Sequence[Decision], params: Params
) -> tuple[dict[tuple[Subject, int], str], dict[str, bytes]]:
    """Return the names of all new tables and pictures, and their contents by name.

    Names depend on the content only. An existing file of that name is used if its content is the same, and
    never overwritten.
    """
    folder = params.project.data_folder(params.report.fiscal_year)
    named = {
        block.file.lower() for section in params.report.sections for block in section.blocks if block.file
    }
    names: dict[tuple[Subject, int], str] = {}
    contents: dict[str, bytes] = {}
    for decision in decisions:
        for k, one in enumerate(added_in(decision.new)):
            if not isinstance(one, NewFigure):
                continue
            free = (name for name in _candidates(one) if _is_free(folder / name, named, one.content))
            name = next(free)
            named.add(name)
            names[decision.subject, k] = name
            contents[name] = one.content
    return names, contents


def _candidates(figure: NewFigure) -> Iterator[str]:
    stem = f"word-{sha256(figure.content).hexdigest()[:_DIGITS]}"
    yield stem + figure.suffix
    yield from (f"{stem}-{number}{figure.suffix}" for number in count(2))


def _is_free(path: Path, named: set[str], content: bytes) -> bool:
    if path.name in named:
        return False
    return not path.exists() or (is_file(path) and path.read_bytes() == content)


def write_together(
    folder: Path, contents: Mapping[str, bytes], params_file: Path, params: bytes
) -> list[Path]:
    """Write new files and the parameters: all of them or none. Return the new files.

    The parameters are written last. A process killed before that leaves unused files, which the next import
    uses. OSError, PublishingError.
    """
    new = [folder / name for name in contents if not (folder / name).exists()]
    with ExitStack() as stack:
        staged = [stack.enter_context(staged_file(path, contents[path.name])) for path in new]
        replace_params = stack.enter_context(staged_file(params_file, params))
        try:
            for replace in (*staged, replace_params):
                replace()
        except BaseException:
            for path in new:
                remove(path)
            raise
    return new
