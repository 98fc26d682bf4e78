"""`python -m kliping` is the command `kliping`."""

from kliping.cli import main

raise SystemExit(main())
