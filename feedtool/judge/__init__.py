"""What an exchange means for a link. Pure: no network, no disk, no clock."""
