; Its variables have no types.
