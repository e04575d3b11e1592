"""A national population database of sample persons that can be told to fail."""
