"""Pictures of papers: codes in them. The only door to OpenCV, NumPy and ZXing.

A picture comes from a stranger: modules named `*_inside` run in the checking process (`sandbox`)
and nowhere else; the others only ask them.
"""
