"""Questions about whole numbers."""


def is_even(number):
    """Return whether the number is even."""
    return number % 2 == 0


