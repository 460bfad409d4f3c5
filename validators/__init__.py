"""Judgement: pure functions from stored records, rules and a day to findings and verdicts. No input or output."""
