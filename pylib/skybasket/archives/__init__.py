"""What is true of one archive only: its addresses, names and rules."""
