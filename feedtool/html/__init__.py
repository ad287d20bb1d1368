"""HTML as it stands in articles: read with places, made plain, made safe."""
