"""How a finding lives: its states, who may take it further and when, its deadlines and the ranking.

Pure functions over frozen snapshots; the office stores data and asks here.
"""
