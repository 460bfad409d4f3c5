"""The command line: what a person types, turned into options, and errors of use turned into one line."""
