"""What may be typed in the files of a shop: the definitions from which reading, errors and JSON Schemas come."""
