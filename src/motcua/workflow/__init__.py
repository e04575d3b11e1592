"""Workflow: processes per procedure version (BPMN), work items, roles, sub-deadlines; knows no dossier."""
