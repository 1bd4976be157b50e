"""Submit one month's file to SaferShare: everything an agency's system has to do, in one page.

    python submit.py CREDENTIALS FILE.csv DATASET MONTH
    python submit.py credentials/met-bromley.json incidents.csv incident 2026-03

Needs Python 3.11 and `cryptography`. The credentials file holds the client's private key, P-256 as
`safershare keygen` makes it. Each request is answered by JSON; a problem (RFC 9457) says what is
wrong and ends the program with 1.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

Json = dict[str, Any]


def main(credentials_path: str, file_path: str, dataset: str, month: str) -> None:
    """Get a token, put the file, and print the receipt."""
    credentials = json.loads(Path(credentials_path).read_text(encoding="utf-8"))
    token = get_token(credentials, dataset=dataset)
    url = f"{credentials['api']}/returns/{dataset}/{month}"
    headers = {
        "Authorization": f"DPoP {token}",
        "DPoP": dpop_proof(credentials["jwk"], "PUT", url, token),
        "Content-Type": "text/csv",
    }
    receipt = send(Request(url, Path(file_path).read_bytes(), headers, method="PUT"))
    print(json.dumps(receipt, indent=2))


def get_token(credentials: Json, *, dataset: str) -> str:
    """Ask for a token under the first agreement that permits this dataset to be submitted."""
    agreement = next(
        each
        for each in credentials["agreements"]
        if dataset in each["datatypes"] and "submit" in each["actions"]
    )
    details = {
        "type": "urn:safershare:agreement-access:v1",
        "agreement": agreement["agreement"],
        "purpose": agreement["purpose"],
    }
    url = f"{credentials['issuer']}/oauth/token"
    form = {
        "grant_type": "client_credentials",
        "scope": "returns:write",
        "authorization_details": json.dumps([details]),
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": client_assertion(credentials),
    }
    headers = {"DPoP": dpop_proof(credentials["jwk"], "POST", url)}
    answer = send(Request(url, urlencode(form).encode(), headers))
    return str(answer["access_token"])


def client_assertion(credentials: Json) -> str:
    """Say who asks, signed: once, within a minute, for this service alone (RFC 7523)."""
    claims = {
        "iss": credentials["client_id"],
        "sub": credentials["client_id"],
        "aud": credentials["issuer"],
        "iat": int(time.time()),
        "exp": int(time.time()) + 60,
        "jti": secrets.token_urlsafe(24),
    }
    return signed(credentials["jwk"], {"alg": "ES256"}, claims)


def dpop_proof(jwk: Json, method: str, url: str, token: str | None = None) -> str:
    """Prove, for one request, that its sender holds the key a token is bound to (RFC 9449)."""
    claims = {"htm": method, "htu": url, "iat": int(time.time()), "jti": secrets.token_urlsafe(24)}
    if token:
        claims["ath"] = b64(hashlib.sha256(token.encode()).digest())
    public = {name: jwk[name] for name in ("kty", "crv", "x", "y")}
    return signed(jwk, {"alg": "ES256", "typ": "dpop+jwt", "jwk": public}, claims)


def signed(jwk: Json, header: Json, claims: Json) -> str:
    """Make a compact JWS (RFC 7515) with ES256, whose signature is r and s of 32 bytes each."""
    key = ec.derive_private_key(int.from_bytes(unb64(jwk["d"])), ec.SECP256R1())
    message = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
    r, s = decode_dss_signature(key.sign(message.encode(), ec.ECDSA(SHA256())))
    return f"{message}.{b64(r.to_bytes(32) + s.to_bytes(32))}"


def send(request: Request) -> Json:
    """Send a request and read the JSON of its answer; a refusal is printed and ends the program."""
    try:
        with urlopen(request, timeout=300) as response:
            answer: Json = json.load(response)
            return answer
    except HTTPError as problem:
        print(problem.read().decode(), file=sys.stderr)
        sys.exit(1)


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Read base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
