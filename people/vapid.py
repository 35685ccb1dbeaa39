"""The key that tells push services who sends: made from one secret, the same in every process."""

import base64

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# The order of P-256: private keys are the numbers from 1 up to below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_BYTES = 48  # more than the order needs, so that no number is likelier than another


def private_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """Return the private key that belongs to a secret."""
    stretched = HKDF(hashes.SHA256(), _BYTES, None, b"luwte web push").derive(secret.encode())
    number = int.from_bytes(stretched, "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def public_key(secret: str) -> str:
    """Return the public half as browsers take it."""
    raw = (
        private_key(secret)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
