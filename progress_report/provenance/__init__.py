"""Provenance of each printed number: the build record, the ledger, trace and impact, the audit."""
