"""How good the pattern engine is, on companies made up with known patterns in them."""
