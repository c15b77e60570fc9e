"""The rules of the office: who may do what, when, by which date, and how units compare.

Pure functions over frozen values: no database, no clock, no calendar of their own. Whoever stores
findings hands in a `Snapshot`, asks, and writes down what comes back.
"""
