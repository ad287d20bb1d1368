"""feedtool: a folder of archived news articles in, feeds people subscribe to out."""

__version__ = "0.1.0"
