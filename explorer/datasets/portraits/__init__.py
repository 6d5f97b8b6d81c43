"""People and birds before backgrounds: pictures, masks and attributes by seed, or from folders."""
