"""Roles and actions (domain brief 1.5); the table of who may do what is `rules.PERMISSIONS`."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role that a posting gives in a unit and its dependants."""

    COUNTER = "counter_officer"  # cán bộ tiếp nhận
    SPECIALIST = "specialist"  # chuyên viên thụ lý
    COORDINATOR = "coordinator"  # cơ quan phối hợp
    LEADER = "leader"  # lãnh đạo, người có thẩm quyền
    CLERK = "clerk"  # văn thư
    DIRECTOR = "centre_director"  # giám đốc trung tâm
    CONTROLLER = "controller"  # kiểm soát TTHC
    FINANCE = "finance"  # kế toán
    BUSINESS_ADMIN = "business_admin"  # quản trị nghiệp vụ
    TECHNICAL_ADMIN = "technical_admin"  # quản trị kỹ thuật; no implicit read of dossiers
    INSPECTOR = "inspector"  # thanh tra; reads by mandate
    VIEWER = "dashboard_viewer"  # lãnh đạo xem bảng điều hành


class Action(StrEnum):
    """What can be allowed. A route and an operation each name exactly one."""

    OFFICE_ENTER = "office.enter"  # home, own profile, style page
    DOSSIER_READ = "dossier.read"
    DOSSIER_INTAKE = "dossier.intake"  # submit at the counter, accept, refuse, supplement before acceptance
    DOSSIER_ASSIGN = "dossier.assign"
    DOSSIER_APPRAISE = "dossier.appraise"  # work on it, draft, ask for supplement or obligation
    DOSSIER_OPINE = "dossier.opine"
    DOSSIER_APPROVE = "dossier.approve"  # sign, approve supplements, stop
    DOSSIER_ISSUE = "dossier.issue"  # number and issue
    DOSSIER_RETURN = "dossier.return"
    DOSSIER_FEE = "dossier.fee"
    WORK_READ = "work.read"
    WORK_CLAIM = "work.claim"
    WORK_REASSIGN = "work.reassign"
    BOARD_READ = "board.read"
    REPORT_READ = "report.read"
    PROCEDURE_READ = "procedure.read"
    PROCEDURE_OFFER = "procedure.offer"  # open a procedure for intake in a unit
    CALENDAR_EDIT = "calendar.edit"
    ACCOUNT_ADMIN = "account.admin"
    HISTORY_IMPORT = "history.import"
