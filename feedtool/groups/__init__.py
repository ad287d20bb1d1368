"""Which feeds there are beside the main one: of sources, top folders, tags and authors; their names, slugs and ids."""
