// Placeholder: replaced by the program's entry.
