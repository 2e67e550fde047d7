"""The sections of a report: a module of each has `section`, which says what its tables ask of the facts."""
