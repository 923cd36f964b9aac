"""What `bench boot` is made of: pages to start, a host for them, and visits."""
