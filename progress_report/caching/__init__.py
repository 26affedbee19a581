"""Results of sections kept by what they hang on, so that nothing is executed twice."""
