"""A usual peer: Django REST framework, a serializer with `many=True`, and `bulk_create`."""

from __future__ import annotations

import os
import re
import uuid
from typing import Any
from urllib.parse import unquote, urlsplit

import django
from described import DATABASE, TABLE, Column, columns, flat, optional_blocks
from django.conf import settings

KNOWN = columns()


def _database() -> dict[str, Any]:
    address = urlsplit(os.environ[DATABASE].replace("+psycopg", ""))
    options = dict(part.split("=", 1) for part in address.query.split("&") if part)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.path.lstrip("/"),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(address.hostname or options.get("host", "")),
        "PORT": str(address.port or options.get("port", "")),
    }


settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": _database()},
    DATA_UPLOAD_MAX_MEMORY_SIZE=None,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["rest_framework"],
    REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None},
    ROOT_URLCONF=__name__,
    SECRET_KEY=uuid.uuid4().hex,
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - Django is set up first
from django.db import connection, models, transaction  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class NumberOrReason(serializers.Field):
    """A whole number, or a reason why there is none."""

    def __init__(self, *, column: Column, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column = column

    def to_internal_value(self, data: Any) -> Any:
        """The value itself, where it is one of the two."""
        column = self.column
        whole = isinstance(data, int) and not isinstance(data, bool)
        if (whole and column.low <= data <= column.high) or data in column.values:
            return data
        raise serializers.ValidationError("not a number and no reason")


def _field(column: Column) -> serializers.Field:
    need = {"required": column.required, "allow_null": not column.required}
    if column.kind == "code":
        return serializers.ChoiceField(choices=column.values, **need)
    if column.kind == "codes":
        return serializers.ListField(
            child=serializers.ChoiceField(choices=column.values), allow_empty=False, **need
        )
    if column.kind == "integer":
        return serializers.IntegerField(min_value=column.low, max_value=column.high, **need)
    if column.kind == "integer_or_reason":
        return NumberOrReason(column=column, **need)
    if column.kind == "text":
        return serializers.RegexField(re.compile(column.pattern or ".*"), **need)
    kinds = {
        "boolean": serializers.BooleanField,
        "date": serializers.DateField,
        "instant": serializers.DateTimeField,
    }
    return kinds[column.kind](**need)


def _serializer() -> type[serializers.Serializer]:
    blocks: dict[str, dict[str, Any]] = {}
    top: dict[str, Any] = {}
    for column in KNOWN:
        holder = blocks.setdefault(column.block, {}) if column.block else top
        holder[column.key] = _field(column)
    for block, fields in blocks.items():
        made = type(block.title(), (serializers.Serializer,), fields)
        missing = block in optional_blocks()
        top[block] = made(required=not missing, allow_null=missing)
    return type("Record", (serializers.Serializer,), top)


_STORED = {
    "code": lambda: models.CharField(max_length=64, null=True),
    "codes": lambda: models.TextField(null=True),
    "integer": lambda: models.IntegerField(null=True),
    "boolean": lambda: models.BooleanField(null=True),
    "date": lambda: models.DateField(null=True),
    "instant": lambda: models.DateTimeField(null=True),
    "text": lambda: models.TextField(null=True),
}


def _model() -> type[models.Model]:
    class Meta:
        app_label = "peer"
        db_table = TABLE

    fields: dict[str, Any] = {
        "__module__": __name__,
        "Meta": Meta,
        "submission_id": models.CharField(max_length=36),
        "row_no": models.BigIntegerField(),
    }
    for column in KNOWN:
        if column.kind == "integer_or_reason":
            fields[column.stored] = _STORED["integer"]()
            fields[f"{column.stored}_reason"] = _STORED["code"]()
        else:
            fields[column.stored] = _STORED[column.kind]()
    fields["pk"] = models.CompositePrimaryKey("submission_id", "row_no")
    return type("Row", (models.Model,), fields)


Record, Row = _serializer(), _model()
with connection.schema_editor() as editor:
    editor.create_model(Row)


class Records(APIView):
    """Takes the records."""

    def get(self, request: Any) -> Response:
        """Say that it is up."""
        return Response({"ready": True})

    def put(self, request: Any) -> Response:
        """Store the records."""
        read = Record(data=request.data, many=True)
        read.is_valid(raise_exception=True)
        submission = str(uuid.uuid4())
        with transaction.atomic():
            Row.objects.bulk_create(
                [
                    Row(submission_id=submission, row_no=number, **flat(each, KNOWN))
                    for number, each in enumerate(read.validated_data, start=1)
                ],
                batch_size=1000,
            )
        return Response({"stored": len(read.validated_data)})


urlpatterns = [path("ready", Records.as_view()), path("records", Records.as_view())]
application = get_wsgi_application()
