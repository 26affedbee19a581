"""The floor: the same report by one plain Python script, without notebooks, kernels or nbconvert."""
