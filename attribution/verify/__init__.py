"""Did they really say it? A quotation, and maybe its speaker, against the originals it may be from."""

from attribution.verify.verification import Evidence, Original, Verdict, Verification, verify
from attribution.verify.wording import Change, Cut

__all__ = ["Change", "Cut", "Evidence", "Original", "Verdict", "Verification", "verify"]
