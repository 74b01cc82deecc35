"""This project beside others at growing sizes: what `tests.benchmark_scale` runs and counts."""
