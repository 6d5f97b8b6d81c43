"""The graphics program G(s): cameras, projection, shapes, ray casting, voxels. No Qt here."""
