"""Every word of the pages that readers see, in five languages: pure data."""
