"""Running notebooks: kernels, the fork server they come from, papermill's engine, several at once."""
