"""What the sample installation consists of: communes, procedures and their shares, accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from motcua.identity.types import Role
from motcua.organisations.services.import_rows import DATA as DIRECTORY

SINCE = datetime(2025, 6, 30, 17, tzinfo=UTC)  # midnight of 2025-07-01 in Hà Nội
FIRST_DAY = date(2025, 7, 1)
CUT_DAY = date(2025, 8, 12)  # the day that the published figures end with
LAST_DAY = date(2025, 8, 31)
PROVINCE = "19"


@dataclass(frozen=True, slots=True)
class CommunePlan:
    """A commune of the sample: how many it received until the cut day, how many were open then.

    `later` are received between the cut day and the end of August; `late_share` is the share of
    ended dossiers that ended late.
    """

    code: str
    received: int
    still_open: int
    later: int
    late_share: float = 0.0
    staffed: bool = False


COMMUNES: tuple[CommunePlan, ...] = (
    CommunePlan("05528", 1888, 580, 260, staffed=True),  # Bách Quang
    CommunePlan("01849", 211, 8, 40, staffed=True),  # Phong Quang
    CommunePlan("05443", 420, 96, 80, 0.015),  # Phan Đình Phùng
    CommunePlan("05482", 260, 60, 50, 0.01),  # Quan Triều
    CommunePlan("05518", 210, 48, 40, 0.012),  # Sông Công
    CommunePlan("05860", 240, 55, 45, 0.02),  # Phổ Yên
    CommunePlan("05611", 150, 30, 30, 0.02),  # Phú Lương
    CommunePlan("05881", 120, 24, 25, 0.01),  # Thành Công
    CommunePlan("05941", 140, 30, 25, 0.015),  # Điềm Thụy
    CommunePlan("05569", 110, 20, 20, 0.03),  # Định Hóa
    CommunePlan("05716", 90, 16, 15, 0.04),  # Võ Nhai
    CommunePlan("05830", 130, 25, 25, 0.012),  # Đại Từ
    CommunePlan("01843", 150, 32, 25, 0.01),  # Bắc Kạn
    CommunePlan("02086", 80, 14, 15, 0.05),  # Chợ Mới
)


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of everything is made: the same parts and operations at any size.

    `recent` are ended dossiers of the last weeks per commune, `rounds` how often every state of
    today is made in the ward, `weeks` and `numbers` the past days of its hall and their numbers.
    `earlier` are those of half a year before in the ward, so that it can say what comes next.
    `published`: figures are proved and published at once; else the worker does it in some minutes.
    """

    directory: Path = DIRECTORY
    communes: tuple[CommunePlan, ...] = COMMUNES
    recent: int = 45
    earlier: int = 560
    rounds: int = 4
    weeks: int = 2
    numbers: int = 44
    published: bool = False


WHOLE = Scale()


# Procedure and its share of the dossiers of a ward in the first weeks. In July 2025 communes took
# over matters of the abolished districts and the new social pension: much that lasts ten working
# days and longer was open at the same time.
SHARES: tuple[tuple[str, float], ...] = (
    ("2.000815", 14.0),  # certified copies
    ("2.000635", 7.0),  # extracts of civil status
    ("1.001193", 5.0),  # birth
    ("2.000884", 4.0),  # certified signatures
    ("1.000656", 2.0),  # death
    ("1.000894", 2.0),  # marriage
    ("1.004873", 6.0),  # certificate of marital status
    ("1.004859", 2.0),  # change of civil status
    ("1.001612", 4.0),  # household business
    ("2.000720", 2.0),  # change of household business
    ("1.014027", 22.0),  # social pension
    ("1.001776", 10.0),  # monthly social allowance
    ("1.001731", 2.0),  # funeral costs
    ("1.001699", 6.0),  # degree of disability
    ("1.013978", 12.0),  # first registration of land
)
LAND_AND_BUILDING = frozenset({"1.013978", "1.012796", "1.012812", "1.013949"})
SOCIAL = frozenset({"1.014027", "1.014028", "1.001776", "1.001731", "1.001699", "1.001653"})
# Bodies beside the People's Committees, which decide parts of the birth group.
BESIDE = ("ca", "bhxh")
BESIDE_PROVINCE = ("pc06",)
WITH_OPINION = frozenset({"1.001699"})


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """A sample account: `place` is the ending of the body's code, empty for the unit itself."""

    username: str
    name: str
    role: Role
    unit: str
    place: str = ""
    also: tuple[Role, ...] = ()  # in a small body one person has several roles


def _body(
    prefix: str, code: str, place: str, who: str, leader: str
) -> tuple[AccountPlan, AccountPlan]:
    desk = (Role.COUNTER, Role.CLERK)
    return (
        AccountPlan(prefix, f"{who} (mẫu)", Role.SPECIALIST, code, place, desk),
        AccountPlan(f"{prefix}.lanhdao", f"{leader} (mẫu)", Role.LEADER, code, place),
    )


def _commune(prefix: str, code: str) -> tuple[AccountPlan, ...]:
    return (
        AccountPlan(f"{prefix}.tiepnhan", "Cán bộ tiếp nhận (mẫu)", Role.COUNTER, code, "ttpvhcc"),
        AccountPlan(f"{prefix}.hotich", "Chuyên viên hộ tịch (mẫu)", Role.SPECIALIST, code, "vp"),
        AccountPlan(f"{prefix}.xahoi", "Chuyên viên xã hội (mẫu)", Role.SPECIALIST, code, "vhxh"),
        AccountPlan(f"{prefix}.kinhte", "Chuyên viên kinh tế (mẫu)", Role.SPECIALIST, code, "kt"),
        *_body(f"{prefix}.ca", code, "ca", "Cán bộ công an", "Trưởng công an"),
        *_body(f"{prefix}.bhxh", code, "bhxh", "Cán bộ bảo hiểm", "Giám đốc bảo hiểm"),
        AccountPlan(f"{prefix}.lanhdao", "Lãnh đạo UBND (mẫu)", Role.LEADER, code),
        AccountPlan(f"{prefix}.taichinh", "Kế toán (mẫu)", Role.FINANCE, code),
        AccountPlan(f"{prefix}.vanthu", "Văn thư (mẫu)", Role.CLERK, code),
        AccountPlan(
            f"{prefix}.giamdoc", "Giám đốc trung tâm (mẫu)", Role.DIRECTOR, code, "ttpvhcc"
        ),
    )


# The account that shows the second factor: the page for its code says the code.
WITH_FACTOR = "bachquang.haiyeuto"
ACCOUNTS: tuple[AccountPlan, ...] = (
    *_commune("bachquang", "05528"),
    AccountPlan("bachquang.phoihop", "Cán bộ phối hợp (mẫu)", Role.COORDINATOR, "05528", "kt"),
    AccountPlan("bachquang.huongdan", "Tổ công nghệ số cộng đồng (mẫu)", Role.GUIDE, "05528"),
    AccountPlan("bachquang.ketoan", "Kế toán (mẫu)", Role.FINANCE, "05528"),
    AccountPlan("bachquang.kiemsoat", "Kiểm soát TTHC (mẫu)", Role.CONTROLLER, "05528"),
    AccountPlan("bachquang.haiyeuto", "Xem bảng, có yếu tố thứ hai (mẫu)", Role.VIEWER, "05528"),
    *_commune("phongquang", "01849"),
    *_body("thainguyen.cancuoc", PROVINCE, "pc06", "Cán bộ căn cước", "Trưởng phòng căn cước"),
    AccountPlan("thainguyen.chutich", "Chủ tịch UBND tỉnh (mẫu)", Role.VIEWER, PROVINCE),
    AccountPlan("thainguyen.lanhdao", "Lãnh đạo UBND tỉnh (mẫu)", Role.LEADER, PROVINCE),
    AccountPlan("thainguyen.kiemsoat", "Kiểm soát TTHC tỉnh (mẫu)", Role.CONTROLLER, PROVINCE),
    AccountPlan("thainguyen.thanhtra", "Thanh tra (mẫu)", Role.INSPECTOR, PROVINCE),
    AccountPlan("thainguyen.nghiepvu", "Quản trị nghiệp vụ (mẫu)", Role.BUSINESS_ADMIN, PROVINCE),
    AccountPlan("thainguyen.kythuat", "Quản trị kỹ thuật (mẫu)", Role.TECHNICAL_ADMIN, PROVINCE),
)
