"""Feed → documents: one module for each format, one for the landing page; `documents.py` says which there are."""
