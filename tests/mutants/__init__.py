"""Mutation testing: change the library a little, and see that a test notices."""
