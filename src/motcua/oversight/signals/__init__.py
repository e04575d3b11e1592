"""Guards against polished figures: what may be a trick, where it is commoner than chance explains.

Pure; tables are read and written by `queries` and `services` of the package. See README.md.
"""
