"""What a page that answered is: what it says, what it refuses, that it is gone, where it leads."""
