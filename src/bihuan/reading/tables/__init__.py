"""Registers that stand in tables: Word tables and workbooks of any make."""
