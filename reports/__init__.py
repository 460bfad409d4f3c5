"""The report of a judged run in every form: one writer a format, all over the same rows. Nothing is judged here."""
