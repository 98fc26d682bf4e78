"""The finished site as a browser, a validator and a feed reader see it."""
