"""The closed choices of the roster sheet: each code with the words a club may write for it.

The first word is the one that the sheet offers; all are compared without marks and case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from bot.roster import Form, Fund, Hardship, RateLabel, Role, Sex, Way, Where

SEXES: Final[Mapping[Sex, tuple[str, ...]]] = {
    "female": ("Nữ", "Đàn bà", "F"),
    "male": ("Nam", "Đàn ông", "M"),
}
FORMS: Final[Mapping[Form, tuple[str, ...]]] = {
    "bac": ("bác",),
    "ong": ("ông",),
    "ba": ("bà",),
    "co": ("cô",),
    "chu": ("chú",),
    "anh": ("anh",),
    "chi": ("chị",),
}
HARDSHIPS: Final[Mapping[Hardship, tuple[str, ...]]] = {
    "poor": ("Nghèo", "Hộ nghèo"),
    "near_poor": ("Cận nghèo", "Hộ cận nghèo"),
    "hardship": ("Khó khăn", "Hoàn cảnh khó khăn", "Neo đơn"),
    "average": ("Trung bình", "Bình thường"),
    "better_off": ("Khá", "Khá giả", "Khá giàu", "Giàu"),
}
ROLES: Final[Mapping[Role, tuple[str, ...]]] = {
    "head": ("Chủ nhiệm", "Chủ nhiệm CLB", "CN"),
    "deputy": ("Phó chủ nhiệm", "Phó CN", "PCN"),
    "secretary": ("Thư ký",),
    "accountant": ("Kế toán",),
    "treasurer": ("Thủ quỹ",),
    "volunteer_lead": (
        "Tổ trưởng TNV",
        "Tổ trưởng tình nguyện viên",
        "Đội trưởng TNV",
        "Trưởng nhóm",
        "Trưởng nhóm TNV",
        "Tổ trưởng",
    ),
    "supervisor": ("Kiểm soát", "Ban kiểm soát", "Tổ kiểm soát", "Kiểm soát viên"),
}
YES_NO: Final[Mapping[Literal["yes", "no"], tuple[str, ...]]] = {
    "yes": ("Có", "True", "x", "v", "✓", "✔", "Đồng ý", "Rồi", "Yes"),
    "no": ("Không", "False", "Ko", "Không đồng ý", "No"),
}
RATE_LABELS: Final[Mapping[RateLabel, tuple[str, ...]]] = {
    "lai": ("lãi", "tiền lãi", "lời"),
    "phi": ("phí", "tiền phí"),
}
WHERES: Final[Mapping[Where, tuple[str, ...]]] = {
    "cash": ("Tiền mặt", "TM", "Mặt"),
    "bank": ("Ngân hàng", "Tài khoản", "Tài khoản ngân hàng", "NH"),
}
FUNDS: Final[Mapping[Fund, tuple[str, ...]]] = {
    "income": ("Quỹ tăng thu nhập", "Tăng thu nhập", "TTN", "Quỹ TTN"),
    "activity": ("Quỹ hoạt động", "Hoạt động", "HĐ", "Quỹ HĐ"),
}
WAYS: Final[Mapping[Way, tuple[str, ...]]] = {
    "principal_at_end": ("Lãi hằng tháng, gốc cuối kỳ",),
    "equal_principal": ("Gốc đều, lãi theo dư nợ",),
    "equal_instalments": ("Gốc lãi cộng lại, mỗi kỳ bằng nhau",),
    "flat": ("Gốc đều, lãi theo số tiền vay ban đầu",),
    "no_interest": ("Không lãi, gốc đều",),
}
WAY_MARKS: Final[Mapping[Way, tuple[str, ...]]] = {
    "principal_at_end": ("goc cuoi", "cuoi ky", "cuoi han", "goc mot lan", "goc 1 lan", "het han"),
    "equal_principal": (
        "goc deu",
        "goc chia deu",
        "chia deu goc",
        "goc hang thang",
        "deu goc",
        "goc hang quy",
        "goc tung ky",
    ),
    "equal_instalments": (
        "ky bang nhau",
        "thang bang nhau",
        "goc lai cong lai",
        "goc va lai deu",
        "goc lai deu",
        "deu ca goc va lai",
        "deu ca goc lan lai",
        "tra gop deu",
        "gop deu",
        "nien kim",
    ),
    "flat": ("ban dau", "lai co dinh", "lai phang", "so tien vay", "von vay", "tren goc vay"),
    "no_interest": ("khong lai", "khong tinh lai", "khong lay lai", "mien lai", "khong co lai"),
}
"""What must stand in the folded words."""
WINS: Final[tuple[Way, ...]] = ("no_interest", "flat", "equal_instalments")
"""Where several answer, the first of these is meant: equal parts of principal go with each."""
EVERY_MARKS: Final[Mapping[int, tuple[str, ...]]] = {
    3: ("hang quy", "moi quy", "theo quy", "tung quy", " 3 thang mot lan", "ba thang mot lan"),
    6: ("nua nam mot lan", " 6 thang mot lan", "sau thang mot lan"),
    12: ("hang nam", "moi nam", "theo nam", "tung nam", "mot nam mot lan"),
    2: (" 2 thang mot lan", "hai thang mot lan"),
}
"""How many months lie between two due days, as it may stand among the words of the way."""
EVERY_MONTH: Final = "hang thang"
MONTHS: Final[Mapping[str, int]] = {"thang": 1, "quy": 3, "nua nam": 6, "nam": 12}
"""The same in a cell of its own."""
