"""What a basket must answer, worked out once by the naive one, in any Python."""
