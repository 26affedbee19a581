"""How fast a report is made, beside what people do today and beside one plain script: ``make bench``."""
