"""``data/schema.yaml``, ``data/<year>/tables.yaml`` and ``datapackage.json``: the descriptions of tables."""
