"""What the door adds to every operation, said in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from motcua.api.tokens import Bearer

_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_LANGUAGE = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Language of words in the answer; otherwise Accept-Language decides.",
    "schema": {"type": "string", "enum": ["vi", "en", "id"]},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "One effect per key and token: a repetition gets the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
_VERSION = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": 'The ETag that was read, such as "7", or * for any version.',
    "schema": {"type": "string", "pattern": '^(\\*|"[0-9]{1,9}")$'},
}
_SCHEMAS = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457; `code` is stable, title and detail are words for people.",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": {"type": "string"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "message"],
                    "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                },
            },
            "details": {"type": "object"},
        },
    }
}
_WORDS = {
    400: "The request cannot be read",
    401: "No valid token",
    403: "The token or the posting does not allow this",
    404: "Not there, or outside the token's scope",
    409: "Not possible in the present state",
    412: "Changed since it was read",
    413: "Too large",
    415: "Another media type",
    422: "Wrong input, each field named",
    428: "If-Match is missing",
    429: "Too many wrong tries",
}


def finish(schema: OpenAPISchema, api: NinjaAPI) -> OpenAPISchema:
    """Add parameters, scopes and problem documents to the paths that ninja described."""
    operations = {
        api.get_openapi_operation_id(operation): operation
        for bound in api._get_bound_routers()  # noqa: SLF001 - no public way to the operations
        for path_view in bound.path_operations.values()
        for operation in path_view.operations
    }
    for methods in schema["paths"].values():
        for method, described in methods.items():
            operation = operations[described["operationId"]]
            described["operationId"] = operation.view_func.__name__
            tokens = [one for one in operation.auth_callbacks if isinstance(one, Bearer)]
            if tokens:
                described["security"] = [
                    {"Bearer": [action.value]} for one in tokens for action in one.actions
                ]
            _describe(described, method, secured=bool(tokens))
    schema["components"]["schemas"].update(_SCHEMAS)
    schema["servers"] = [{"url": "/"}]
    return schema


def _describe(described: dict[str, Any], method: str, *, secured: bool) -> None:
    parameters: list[dict[str, Any]] = described["parameters"]
    by_path = any(one["in"] == "path" for one in parameters)
    statuses = {422, 400}
    if secured:
        statuses |= {401, 403}
    if by_path:
        statuses.add(404)
    if method == "post":
        parameters.append(_KEY)
        statuses |= {404, 409, 413, 415}
    if described.pop("x-if-match", False):
        parameters.append(_VERSION)
        statuses |= {412, 428}
    statuses |= set(described.pop("x-problems", ()))
    parameters.append(_LANGUAGE)
    if not secured:
        described["security"] = []
    for status in sorted(statuses):
        described["responses"][status] = {"description": _WORDS[status], "content": _PROBLEM}
    if described.pop("x-cacheable", False):
        described["responses"][304] = {"description": "Unchanged since the ETag given"}
