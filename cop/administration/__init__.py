"""The administrators' pages: accounts, reports, duplicates, vocabulary, audit trail."""
