"""What an archive begins with: what its folder tells already, and the files that `feedtool init` writes into it."""
