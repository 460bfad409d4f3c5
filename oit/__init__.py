"""The program: its command line, and the pipeline from a start address to written reports."""
