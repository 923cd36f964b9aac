"""What a page talks to: one table of commands, and views that are ready to draw."""

from skybasket.app.commands import App

__all__ = ["App"]
