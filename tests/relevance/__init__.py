"""How good answers are, against judgements: `make relevance`."""
