"""What each seed is, remembered until it changes, and its id for ever."""
