"""``python -m rolescope``."""

from rolescope.present.cli import main

main()
