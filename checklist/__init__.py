"""The rules as data: what each item needs, in words that can be checked, with source and confidence."""
