"""The shipped texts reworded for another municipality and year: 区民 → 市民, 令和7年度 → 令和8年度."""

import re
from typing import Any, NamedTuple

from progress_report.model.moment import parse_moment
from progress_report.new_year.moving import moment_moved, written_like, years_moved


class _Words(NamedTuple):
    """The words of a kind of municipality for its residents, administration, town hall and itself."""

    residents: str
    administration: str
    office: str
    itself: str


_KINDS = {
    **{kind: _Words(f"{kind}民", f"{kind}政", f"{kind}役所", kind) for kind in "市区"},
    **{kind: _Words(f"{kind}民", f"{kind}政", f"{kind}役場", kind) for kind in "町村"},
    **{kind: _Words(f"{kind}民", f"{kind}政", f"{kind}庁", kind) for kind in "都道府県"},
}
_OTHERS = _Words("住民", "行政", "役所", "団体")  # associations of municipalities
# 地区 and 行政区 are other words; 「区が」, 「区の」 and 「区内」 mean the municipality.
_NOT_BEFORE, _BEHIND = r"(?<![一-龥々ァ-ヴー])", r"(?=[がのはもをにとで]|[内立長]|公式|議会)"


class Wording:
    """Rewrites texts of the municipality ``former`` for ``name``, ``by`` years later."""

    def __init__(self, former: str, name: str, by: int) -> None:
        self.by = by
        then, now = (_KINDS.get(one[-1:], _OTHERS) for one in (former, name))
        words = {former: name, then.office: now.office, then.residents: now.residents}
        words |= {then.administration: now.administration}
        self._words = words | {then.itself: now.itself}
        several = "|".join(map(re.escape, words))
        self._pattern = re.compile(
            f"{re.escape(former)}|{_NOT_BEFORE}(?:{several}|{re.escape(then.itself)}{_BEHIND})"
        )

    def __call__(self, text: str) -> str:
        """Return a text reworded for the other municipality."""
        return self._pattern.sub(lambda found: self._words[found.group()], str(text))

    def later(self, text: str) -> str:
        """Return a reworded text with its years moved; a moment keeps its notation."""
        try:
            return written_like(text, moment_moved(parse_moment(text), self.by))
        except ValueError:
            return years_moved(self(text), None, self.by)

    def tree(self, tree: Any) -> Any:
        """Return a tree of mappings, lists and texts with all texts rewritten, except names of members."""
        if isinstance(tree, dict):
            return type(tree)((name, self.tree(value)) for name, value in tree.items())
        if isinstance(tree, list):
            return type(tree)(map(self.tree, tree))
        return self(tree) if isinstance(tree, str) else tree
