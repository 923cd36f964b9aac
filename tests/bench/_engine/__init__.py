"""The parts of the benchmark `engine`."""
