"""Digest of the content of ``data/schema.yaml`` for some fiscal years."""

import json
from collections.abc import Sequence
from hashlib import sha256

import yaml

from progress_report.inputs.schema.schema_tree import tree_of_year
from progress_report.model.fiscal_year import FiscalYear


def schema_digest(content: bytes, years: Sequence[FiscalYear]) -> str:
    """Return the SHA-256 of the schema's content for the years, or of the bytes if it cannot be parsed.

    Comments, notation and entries of other years only do not affect it.
    """
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        tree = yaml.load(content.decode("utf-8-sig"), Loader=loader)
        form = json.dumps([tree_of_year(tree, year) for year in years], ensure_ascii=False)
        return sha256(form.encode("utf-8", "surrogatepass")).hexdigest()
    except (ValueError, TypeError, yaml.YAMLError, RecursionError):
        return sha256(content).hexdigest()
