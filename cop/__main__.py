"""`python -m cop` is the command `cop`."""

from cop.cli.main import main

main()
