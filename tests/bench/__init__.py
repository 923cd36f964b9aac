"""Measurements that `build.py bench` runs; nothing here asserts a time."""
