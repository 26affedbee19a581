"""The core vocabulary of the package: fiscal years, quantities, inline runs, blocks and findings."""
