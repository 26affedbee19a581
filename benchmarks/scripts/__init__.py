"""Scripts of the other ways, each run by itself as a person would run it; they import nothing of ours."""
