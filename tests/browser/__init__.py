"""A package, so that what is started for it (`scope="package"`) ends with the last of its tests."""
