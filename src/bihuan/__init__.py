"""bihuan (闭环): inspection findings, closed by evidence."""

__version__ = "0.1.0"
