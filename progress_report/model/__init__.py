"""The words everything else speaks: fiscal years, quantities, inline runs, blocks, findings."""
