"""What the systems learn from: procedural worlds, and readers for public file formats."""
