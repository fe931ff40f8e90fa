"""A real detached PKCS#7 signature on a PDF.

The key follows from a fixed sentence, so that the same file can be made again. Anyone can make it: the signature shows the form, it
proves nothing. No key is kept in a file.
"""

import hashlib
import math
import os
from datetime import datetime
from io import BytesIO
from unittest import mock

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from freezegun import freeze_time
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

SENTENCE = b"Deedbox samples: a key that anyone can make."
SIGNED_AT = "2025-09-18 02:15:00"
EXPONENT = 65537


def stream(label: bytes, length: int) -> bytes:
    """Bytes that follow from the sentence and a label."""
    return hashlib.shake_256(SENTENCE + label).digest(length)


def prime(label: bytes, bits: int = 1024) -> int:
    """The first prime at or after a number that follows from the label."""
    candidate = int.from_bytes(stream(label, bits // 8), "big") | 3 << (bits - 2) | 1
    while not is_prime(candidate) or math.gcd(candidate - 1, EXPONENT) != 1:
        candidate += 2
    return candidate


def is_prime(number: int) -> bool:
    """Miller–Rabin with the first forty bases."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in range(2, 42):
        power = pow(base, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def key() -> rsa.RSAPrivateKey:
    p, q = prime(b"p"), prime(b"q")
    d = pow(EXPONENT, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(EXPONENT, p * q)
    return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public).private_key()


def certificate(signer: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "苏州澄砚自动化设备有限公司"),
        x509.NameAttribute(NameOID.COMMON_NAME, "澄砚电子签章（样例）")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    return (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(signer.public_key()).serial_number(20250918)
        .not_valid_before(datetime(2025, 1, 1)).not_valid_after(datetime(2035, 1, 1)).add_extension(usage, critical=True)
        .sign(signer, hashes.SHA256()))


def signed(document: bytes) -> bytes:
    """The document with one signature field, `adbe.pkcs7.detached`, over the whole file."""
    private = key()
    private_der = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    certificate_der = certificate(private).public_bytes(serialization.Encoding.DER)
    signer = signers.SimpleSigner(
        asn1_x509.Certificate.load(certificate_der), asn1_keys.PrivateKeyInfo.load(private_der), SimpleCertificateStore())
    meta = signers.PdfSignatureMetadata(
        field_name="乙方签章", name="苏州澄砚自动化设备有限公司", reason="电子签章", location="苏州", md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    out = BytesIO()
    with freeze_time(SIGNED_AT), mock.patch.object(os, "urandom", lambda count: stream(b"id", count)):
        writer = IncrementalPdfFileWriter(BytesIO(document))
        signers.PdfSigner(meta, signer).sign_pdf(writer, output=out)
    return out.getvalue()
