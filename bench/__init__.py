"""What the product costs in time and memory; ``python -m bench.measure`` writes ``docs/benchmarks.md``."""
