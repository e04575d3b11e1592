"""Workflow: processes (BPMN), work items, roles, sub-deadlines; knows no dossier."""
