"""People and birds before backgrounds: pictures, masks and attributes by seed, and folders of them."""
