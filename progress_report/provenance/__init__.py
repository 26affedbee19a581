"""Where each printed number comes from: the build record, the ledger, trace and impact, the audit."""
