"""Make the project's modules see Windows: its ``sys.platform``, and nothing that only Unix has.

Python imports a module of this name at every start. The rest of Python is unchanged (asyncio could not be
imported with Windows' ``sys.platform``), paths are still Unix's, and a file may be renamed while it is open.
"""

import ast
import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType

OURS = "progress_report"
# Parts of the standard library documented as Unix only, or as not available on Windows.
MODULES = frozenset(["fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"])
_MEMBERS = {
    "os": """O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK WNOHANG chown chroot fchmod fchown fork forkpty
        getegid geteuid getgid getpgid getpgrp getuid initgroups killpg lchown mkfifo nice openpty pathconf
        posix_spawn register_at_fork sched_getaffinity setegid seteuid setgid setpgid setsid setuid statvfs
        sysconf uname wait wait3 wait4""",
    "signal": """SIGALRM SIGCHLD SIGHUP SIGKILL SIGQUIT SIGSTOP SIGUSR1 SIGUSR2 SIG_BLOCK SIG_SETMASK
        SIG_UNBLOCK alarm pthread_kill pthread_sigmask setitimer sigpending sigwait""",
    "socket": "AF_UNIX recv_fds send_fds",
    "time": "tzset",
}
MEMBERS = {module: frozenset(names.split()) for module, names in _MEMBERS.items()}
SAID = {("sys", "platform"): "win32", ("os", "name"): "nt"}


class AsWindows(ast.NodeTransformer):
    """Replaces what a module asks the system for; using a missing part raises AttributeError."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and isinstance(node.ctx, ast.Load):
            if said := SAID.get((node.value.id, node.attr)):
                return ast.copy_location(ast.Constant(said), node)
            if node.attr in MEMBERS.get(node.value.id, ()):
                node.attr = f"no_{node.attr}_on_windows"
        return node

    def visit_Import(self, node: ast.Import) -> ast.AST:
        for name in node.names:
            if name.name in MODULES:
                name.name = f"no_{name.name}_on_windows"
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        if node.module in MODULES:
            node.module = f"no_{node.module}_on_windows"
        for name in node.names:
            if node.module is not None and name.name in MEMBERS.get(node.module, ()):
                name.name = f"no_{name.name}_on_windows"
        return node


class AsWindowsLoader(SourceFileLoader):
    """Compiles the source each time: ``__pycache__`` is neither read nor written."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = AsWindows().visit(ast.parse(self.get_data(path), path))
        code: CodeType = compile(ast.fix_missing_locations(tree), path, "exec")
        return code


class AsWindowsFinder(MetaPathFinder):
    """Finds the project's modules only."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name.partition(".")[0] != OURS:
            return None
        spec = PathFinder.find_spec(name, path)  # type: ignore[arg-type]
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            loader: Loader = AsWindowsLoader(spec.loader.name, spec.loader.path)
            spec.loader = loader
        return spec


sys.meta_path.insert(0, AsWindowsFinder())
if hasattr(os, "fork"):
    del os.fork  # so that no library can use it, either
