"""A section's outputs depend neither on its worker nor on what ran there before."""

import os
from pathlib import Path

import pytest

from progress_report.execution.section_run import SectionRun, run_section
from progress_report.execution.workers import SPAWN, Workers
from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from tests.support.processes import descendants
from tests.support.project_copy import MUNICIPALITIES
from tests.support.section_notebook import SECTION, YEAR, project_of_cells
from tests.support.single_thread import Sections, SingleThread, close_workers

# Ways to leak state: what one section does, and an expression that must be False in another.
LEAKS = {
    "a name": ("leak = 1", "'leak' in globals()"),
    "the environment": ("import os; os.environ['LEAK'] = '1'", "'LEAK' in __import__('os').environ"),
    "the folder": ("import os; os.chdir('/')", "__import__('os').getcwd() == '/'"),
    "matplotlib's settings": (
        "import matplotlib; matplotlib.rcParams['font.size'] = 33",
        "__import__('matplotlib').rcParams['font.size'] == 33",
    ),
    "an open figure": (
        "%config InlineBackend.close_figures = False\nimport matplotlib.pyplot as plt; plt.figure(77); None",
        "77 in __import__('matplotlib.pyplot').pyplot.get_fignums()",
    ),
    "the format of figures": (
        "from matplotlib_inline.backend_inline import set_matplotlib_formats as f; f('svg')",
        "bool(get_ipython().display_formatter.formatters['image/svg+xml'].type_printers)",
    ),
    "matplotlib's fonts": (
        "import matplotlib.font_manager as m; m.fontManager.ttflist.append('LEAK')",
        "'LEAK' in __import__('matplotlib.font_manager').font_manager.fontManager.ttflist",
    ),
    "pandas' options": (
        "import pandas; pandas.set_option('display.max_rows', 3)",
        "__import__('pandas').get_option('display.max_rows') == 3",
    ),
    "a pandas accessor": (
        "import pandas\n@pandas.api.extensions.register_dataframe_accessor('leak')\nclass L:\n"
        "    def __init__(self, frame): pass",
        "hasattr(__import__('pandas').DataFrame, 'leak')",
    ),
    "a pandas method": (
        "import pandas; pandas.DataFrame.sum = lambda self: 'LEAK'",
        "str(__import__('pandas').DataFrame().sum()) == 'LEAK'",
    ),
    "numpy's print options": (
        "import numpy; numpy.set_printoptions(precision=1)",
        "__import__('numpy').get_printoptions()['precision'] == 1",
    ),
    "numpy's errors": (
        "import numpy; numpy.seterr(all='raise'); None",
        "__import__('numpy').geterr()['divide'] == 'raise'",
    ),
    "a random seed": ("import random; random.seed(5)", "__import__('random').random() == 0.6229016948897019"),
    "numpy's random seed": (
        "import numpy; numpy.random.seed(5)",
        "__import__('numpy').random.random() == 0.22199317108973948",
    ),
    "a new module": (
        "import sys, types; sys.modules['leaky'] = types.ModuleType('leaky')",
        "'leaky' in __import__('sys').modules",
    ),
    "a module replaced": (
        "import sys, types; sys.modules['csv'] = types.ModuleType('csv')",
        "not hasattr(__import__('csv'), 'reader')",
    ),
    "a name in our module": (
        "import progress_report.authoring as a; a.say = 'LEAK'",
        "__import__('progress_report.authoring').authoring.say == 'LEAK'",
    ),
    "a name in Python's": ("import json; json.dumps = 'LEAK'", "__import__('json').dumps == 'LEAK'"),
    "a new private name": (
        "import statistics; statistics._leak = 1",
        "hasattr(__import__('statistics'), '_leak')",
    ),
    "the module path": ("import sys; sys.path.insert(0, '/leak')", "'/leak' in __import__('sys').path"),
    "a built-in": ("import builtins; builtins.leak = 1", "hasattr(__import__('builtins'), 'leak')"),
    "a warning filter": (
        "import warnings; warnings.simplefilter('ignore')",
        "__import__('warnings').filters[0][:3] == ('ignore', None, Warning)",
    ),
    "decimal's context": (
        "import decimal; decimal.getcontext().prec = 3",
        "__import__('decimal').getcontext().prec == 3",
    ),
    "the locale": (
        "import locale; locale.setlocale(locale.LC_NUMERIC, 'C.UTF-8'); None",
        "__import__('locale').setlocale(__import__('locale').LC_NUMERIC) == 'C.UTF-8'",
    ),
    "the time zone": (
        "import os, time; os.environ['TZ'] = 'Pacific/Kiritimati'; time.tzset()",
        "__import__('time').tzname[0] == '+14'",
    ),
    "a log level": (
        "import logging; logging.getLogger().setLevel(1)",
        "__import__('logging').getLogger().level == 1",
    ),
    "a thread": (
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True, name='LEAK').start()",
        "'LEAK' in [one.name for one in __import__('threading').enumerate()]",
    ),
    "how things are shown": (
        "shown = get_ipython().display_formatter.formatters['text/plain']\n"
        "shown.for_type(str, lambda o, p, c: p.text('LEAK')); None",
        "get_ipython().display_formatter.formatters['text/plain']('x') == 'LEAK'",
    ),
    "how things are shown everywhere": (
        "from IPython.lib import pretty; pretty.for_type(str, lambda o, p, c: p.text('LEAK')); None",
        "__import__('IPython.lib.pretty').lib.pretty.pretty('x') == 'LEAK'",
    ),
    "the recursion limit": (
        "import sys; sys.setrecursionlimit(4321)",
        "__import__('sys').getrecursionlimit() == 4321",
    ),
    "an audit hook": (
        "import sys, json\ndef hook(event, _):\n if event == 'leak': json.leak = 1\nsys.addaudithook(hook)",
        "[__import__('sys').audit('leak'), hasattr(__import__('json'), 'leak')][1]",
    ),
    "a module imported and changed": (
        "import statistics; statistics.mean = 'LEAK'",
        "__import__('statistics').mean == 'LEAK'",
    ),
    "memory": ("import json; json.keep = bytearray(200_000_000)", "hasattr(__import__('json'), 'keep')"),
    "an open file": (
        "import os, json; json.descriptor = os.open('/etc/hostname', 0)",
        "hasattr(__import__('json'), 'descriptor')",
    ),
    "a signal handler": (
        "import signal; signal.signal(signal.SIGUSR1, lambda *_: None); None",
        "callable(__import__('signal').getsignal(__import__('signal').SIGUSR1))",
    ),
    "Python's own output": ("import sys; sys.__stdout__ = 'LEAK'", "__import__('sys').__stdout__ == 'LEAK'"),
    "an alias for an import": (
        "import sys; sys.meta_path.insert(0, type('LEAK', (), {'find_spec': staticmethod(lambda *_: None)}))",
        "'LEAK' in [getattr(one, '__name__', '') for one in __import__('sys').meta_path]",
    ),
    "prose asked for": (
        "from progress_report.authoring.cell_blocks import CELL_BLOCKS; CELL_BLOCKS.asked_for('LEAK')",
        "'LEAK' in __import__('sys').modules['progress_report.authoring.cell_blocks'].CELL_BLOCKS._prose",
    ),
}


def _run(sections: Sections, folder: Path, *cells: str) -> SectionRun:
    return sections.run(project_of_cells(folder, *cells), SECTION, YEAR)


def _shown(run: SectionRun) -> str:
    assert run.findings == (), run.findings
    text: str = run.notebook.cells[-1].outputs[0].data["text/plain"]
    return text


def _remain(sections: Sections, folder: Path) -> list[str]:
    """Try each leak alone; return the names of those that remain."""
    for number, (name, (do, look)) in enumerate(LEAKS.items()):
        assert _shown(_run(sections, folder / str(number), do, look)) == "True", f"{name}: not seen at once"
        if _shown(_run(sections, folder / str(number), look)) != "False":
            return [name]
    return []


def _remain_of_all(sections: Sections, folder: Path) -> str:
    """Try all leaks together; return how many remain."""
    seen = f"[{', '.join(look for _, look in LEAKS.values())}]"
    _run(sections, folder, *(do for do, _ in LEAKS.values()))
    return _shown(_run(sections, folder, f"str({seen}.count(True))"))


def test_what_a_section_changes_stays_with_it(sections: Sections, tmp_path: Path) -> None:
    assert _remain_of_all(sections, tmp_path) == "'0'"


@pytest.mark.long
def test_each_change_stays_with_its_section(sections: Sections, tmp_path: Path) -> None:
    assert _remain(sections, tmp_path) == []


def _who_served(project: Project, year: FiscalYear) -> list[set[int]]:
    """Run a report's sections with spawned workers; return the child processes after each section."""
    served = []
    with Workers(SPAWN) as workers:
        for section in read_params(project, year).report.sections:
            run = run_section(project, section.notebook, {"fiscal_year": year.start}, workers)
            assert run.findings == (), run.findings
            served.append(set(descendants(os.getpid())))
    return served


@pytest.mark.long
@pytest.mark.parametrize("root", MUNICIPALITIES, ids=lambda root: root.name)
def test_one_spawned_worker_serves_all_sections_of_a_report(
    root: Path, in_single_thread: SingleThread
) -> None:
    """Each further worker would import everything again, which takes longer than running a section."""
    project = Project(root)
    first, *others = in_single_thread(_who_served, project, project.years()[-1])
    assert first and others and all(processes == first for processes in others)


@pytest.mark.long
def test_a_spawned_worker_serves_until_something_is_changed(
    in_single_thread: SingleThread, tmp_path: Path
) -> None:
    sections = Sections(in_single_thread, SPAWN)
    in_single_thread(close_workers)  # a worker of another test may already have imported these modules
    cells = "import os, pandas, matplotlib.pyplot as plt", "plt.plot([1, 2]); plt.show()", "os.getpid()"
    first = _shown(_run(sections, tmp_path, *cells))
    assert _shown(_run(sections, tmp_path, *cells)) == first
    assert _shown(_run(sections, tmp_path, *cells[:2], "import json; json.leak = 1", cells[-1])) == first
    second = _shown(_run(sections, tmp_path, *cells, "import statistics", cells[-1]))
    assert second != first
    third = _shown(_run(sections, tmp_path, *cells))
    assert third != second, "what was imported there may be no longer as it was"
    assert _shown(_run(sections, tmp_path, "import statistics", *cells)) == third
    assert _shown(_run(sections, tmp_path, *cells)) == third, "statistics is now imported beforehand"
