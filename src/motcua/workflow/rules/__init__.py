"""Pure rules of processes: reading BPMN, soundness, safe conditions, hours, the engine's state.

No Django and no clock. `engine` is the only door to SpiffWorkflow.
"""
