"""`python -m kliping` is the command `kliping`."""

from kliping.door import main

raise SystemExit(main())
