"""Charts without Django: what they look like, how they are drawn, the small marks of templates.

Importing this package loads no renderer; `reports.charts.drawing` does, in the worker.
"""
