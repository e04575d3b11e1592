"""Templates of results in the sample: three that say of themselves that they are samples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from motcua.drafting.services import template_approve, template_start, template_submit
from motcua.drafting.types import PaperKind, TemplateContent, Wording
from motcua.kernel import clock

WARD = "05528"
WRITER, APPROVER = "bachquang.kiemsoat", "bachquang.lanhdao"
_FOOT = "- Như trên;\n- Lưu: VT, hồ sơ."
_SIGNER = "TM. Ủy ban nhân dân\n{signer.title}"

MARITAL = TemplateContent(
    name="Giấy xác nhận tình trạng hôn nhân (bản mẫu)",
    kind=PaperKind.CONFIRMATION,
    procedures=("1.004873",),
    source="Phỏng theo biểu mẫu hộ tịch của Bộ Tư pháp; chỉ để trình diễn",
    wording=Wording(
        subject="Về tình trạng hôn nhân (bản mẫu)",
        body="Xét hồ sơ số {dossier.code} của Ông/Bà {applicant.name}, tiếp nhận "
        "{dossier.accepted_on:long}.\n"
        "{unit.name} xác nhận:\n"
        "Họ, chữ đệm, tên: {owner.name:upper}\n"
        "Ngày, tháng, năm sinh: {owner.born_on}\n"
        "Số định danh cá nhân: {owner.id_number}\n"
        "{?owner.address}Nơi cư trú: {owner.address}\n"
        "Tình trạng hôn nhân: [[ghi theo kết quả xác minh]]\n"
        "Giấy này là bản mẫu của hệ thống trình diễn, không có giá trị pháp lý.",
        recipients=_FOOT,
        signer=_SIGNER,
    ),
)
CHANGE = TemplateContent(
    name="Quyết định về việc thay đổi, cải chính hộ tịch (bản mẫu)",
    kind=PaperKind.DECISION,
    procedures=("1.004859",),
    source="Thể thức theo Nghị định 30/2020/NĐ-CP; chỉ để trình diễn",
    wording=Wording(
        subject="Về việc thay đổi, cải chính hộ tịch cho Ông/Bà {owner.name} (bản mẫu)",
        authority="Chủ tịch {unit.name}",
        grounds="Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;\n"
        "Xét hồ sơ số {dossier.code} của Ông/Bà {applicant.name}.",
        body="Điều 1. Cho phép Ông/Bà {owner.name:upper}, số định danh cá nhân {owner.id_number}, "
        "được [[nội dung thay đổi, cải chính]].\n"
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
        "Điều 3. Công chức tư pháp - hộ tịch và Ông/Bà {owner.name} chịu trách nhiệm thi hành "
        "Quyết định này.\n"
        "Văn bản này là bản mẫu của hệ thống trình diễn, không có giá trị pháp lý.",
        recipients="- Như Điều 3;\n- Lưu: VT, hồ sơ.",
        signer="{signer.title}",
    ),
)
REPLY = TemplateContent(
    name="Công văn trả lời không giải quyết, nêu rõ lý do (bản mẫu)",
    kind=PaperKind.LETTER,
    result_kind="refusal",
    source="Thể thức theo Nghị định 30/2020/NĐ-CP; chỉ để trình diễn",
    wording=Wording(
        subject="trả lời hồ sơ {dossier.code} (bản mẫu)",
        addressee="Ông/Bà {applicant.name}",
        body="{centre.name} đã tiếp nhận hồ sơ của Ông/Bà {dossier.accepted_on:long} về thủ tục: "
        "{procedure.name}.\n"
        "Sau khi xem xét, {unit.name} không giải quyết được hồ sơ vì: "
        "[[lý do và căn cứ pháp lý]]\n"
        "{?unit.phone}Mọi thông tin cần trao đổi, xin gọi {unit.phone}.\n"
        "Văn bản này là bản mẫu của hệ thống trình diễn, không có giá trị pháp lý.",
        recipients=_FOOT,
        signer=_SIGNER,
    ),
)


def wordings_part(builder: Any) -> str:
    """Write the three as the ward's own, approved by its leader."""
    unit_id = builder.bodies[WARD][""].id
    writer, approver = builder.actor(WRITER), builder.actor(APPROVER)
    made = (MARITAL, CHANGE, REPLY)
    for one in made:
        begun = template_start(
            actor=writer, unit_id=unit_id, content=replace(one, effective_on=clock.today())
        )
        sent = template_submit(actor=writer, template_id=begun.id, revision=begun.revision)
        template_approve(actor=approver, template_id=sent.id, revision=sent.revision)
    return f"{len(made)} templates"
