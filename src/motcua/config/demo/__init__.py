"""Sample installation: real units and procedures, plainly made-up people, published figures.

Two months from 2025-07-01 in Thái Nguyên reproduce what was published (domain brief 0.1):
Bách Quang ward 1 July–12 August 2025: 1,888 received, 1,308 done before or on time, 580 open
within the limit; Phong Quang commune: 211, 203, 8, none late. All other numbers are invented.
"""

from __future__ import annotations
