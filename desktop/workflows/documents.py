"""Attachments as they arrive: base64 text or bytes, judged by content (COM-14)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence

import filetype

from desktop.base.errors import Problem
from desktop.base.text import Text, cleaned
from desktop.models.records.plan import NewAttachment
from desktop.workflows.bombs import TOO_MUCH, is_bomb
from desktop.workflows.fields import AttachmentSlot

MAX_BYTES = 10 * 1024 * 1024
MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")


def read_attachments(
    slots: Sequence[AttachmentSlot], raw: object, facts: Mapping[str, object], *, all_required: bool = True
) -> tuple[tuple[NewAttachment, ...], list[Problem]]:
    """The attachments in ``raw`` (a list of objects with slot, filename, content), and what is wrong.

    ``content`` is base64 text, or bytes where a form or the command line read the file itself.
    """
    if raw is None:
        raw = []
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
        return (), [Problem("attachments", "not_list", Text("تُتوقع قائمة.", "A list is expected."))]
    offered = {slot.key: slot for slot in slots if slot.shown.holds(facts)}
    problems: list[Problem] = []
    found: dict[str, NewAttachment] = {}
    for index, item in enumerate(raw):
        path = f"attachments[{index}]"
        if not isinstance(item, Mapping):
            problems.append(Problem(path, "not_object", Text("مرفق غير مقروء.", "Not an attachment.")))
            continue
        slot = str(item.get("slot", ""))
        if slot not in offered:
            problems.append(
                Problem(f"{path}.slot", "choice", Text("نوع مرفق غير معروف.", "Unknown kind of attachment."))
            )
        elif slot in found:
            problems.append(
                Problem(f"{path}.slot", "twice", Text("أُرفق هذا النوع مرتين.", "Attached twice."))
            )
        else:
            attachment, problem = new_attachment(slot, item.get("filename"), item.get("content"), path)
            if attachment:
                found[slot] = attachment
            if problem:
                problems.append(problem)
    if all_required:
        wrong_slots = {str(i.get("slot")) for i in raw if isinstance(i, Mapping)}
        problems += [
            Problem(
                f"attachments.{slot.key}",
                "required",
                Text(f"مرفق مطلوب: {slot.label.ar}.", f"Required attachment: {slot.label.en}."),
            )
            for slot in offered.values()
            if slot.key not in wrong_slots and slot.required.holds(facts)
        ]
    return tuple(found.values()), problems


def new_attachment(
    slot: str, filename: object, content: object, path: str
) -> tuple[NewAttachment | None, Problem | None]:
    """One document, or what is wrong with it; the media type is read from its first bytes."""
    # Both systems' separators, whichever this program runs on: what is left names no folder.
    name = cleaned(str(filename or "").replace("\\", "/").rpartition("/")[2])[:120].strip()
    if not name.strip("."):
        return None, Problem(
            f"{path}.filename", "required", Text("اسم الملف مطلوب.", "A file name is needed.")
        )
    if isinstance(content, str):
        if len(content) > MAX_BYTES * 4 // 3 + 8:
            return None, _too_big(path)
        try:
            data = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError):
            return None, Problem(
                f"{path}.content", "base64", Text("محتوى المرفق غير مقروء.", "The content is not base64.")
            )
    elif isinstance(content, bytes):
        data = content
    else:
        return None, Problem(f"{path}.content", "required", Text("المرفق فارغ.", "The attachment is empty."))
    if not data:
        return None, Problem(f"{path}.content", "required", Text("المرفق فارغ.", "The attachment is empty."))
    if len(data) > MAX_BYTES:
        return None, _too_big(path)
    kind = filetype.guess(data)
    if kind is None or kind.mime not in MEDIA_TYPES:
        return None, Problem(
            f"{path}.content",
            "media_type",
            Text(f"الملف «{name}» ليس PDF أو JPEG أو PNG.", f"'{name}' is not a PDF, JPEG or PNG."),
        )
    if is_bomb(data, kind.mime):
        return None, Problem(f"{path}.content", "bomb", TOO_MUCH)
    return NewAttachment(slot, name, kind.mime, data, hashlib.sha256(data).hexdigest()), None


def _too_big(path: str) -> Problem:
    return Problem(
        f"{path}.content", "too_big", Text("المرفق أكبر من 10 ميغابايت.", "The attachment is over 10 MB.")
    )
