"""Thai text and the Thai calendar: pure functions, no dependency on the rest of the program."""
