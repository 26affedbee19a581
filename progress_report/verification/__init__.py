"""Whether a built report is what its build wrote, made from what the checkout holds."""
