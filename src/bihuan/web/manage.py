"""Django's own commands, for developers: `python -m bihuan.web.manage makemigrations`."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from bihuan.web.home import home_from_environment, prepare


def main() -> None:
    """Runs the command that the arguments name over the home folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.web.settings")
    prepare(home_from_environment().root)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
