"""Feed → bytes, one module a format. Which documents there are is told here, in the order they are written."""
