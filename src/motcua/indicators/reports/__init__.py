"""Official reports as one mechanism: sheets of columns and lines, checked, with lists behind."""
