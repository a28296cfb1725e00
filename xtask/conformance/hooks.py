"""What an OpenAPI description cannot say: an idempotency key is used for one request only."""

import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    for name in list(case.headers or {}):
        if name.upper() == "IDEMPOTENCY-KEY":
            case.headers[name] = str(uuid.uuid4())
