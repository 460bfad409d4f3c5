"""What was seen on a website: the records, their store, and the addresses they speak of."""
