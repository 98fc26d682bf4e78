"""Build the site in this folder: the same as the installed command `kliping`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

try:
    from kliping.door import main
except ModuleNotFoundError as error:
    inside = next(
        (path for path in (HERE / ".venv/bin/python", HERE / ".venv/Scripts/python.exe") if path.exists()), None
    )
    if inside is None or Path(sys.prefix) == HERE / ".venv":
        raise SystemExit(
            f"error: the package “{error.name}” is not installed; run `make` once (on Windows see README.md)"
        ) from None
    raise SystemExit(subprocess.call([str(inside), __file__, *sys.argv[1:]])) from None

if __name__ == "__main__":
    raise SystemExit(main(root=HERE))
