"""What subscribers will see of a feed that changed."""
