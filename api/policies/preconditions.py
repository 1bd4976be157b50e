"""Whether a caller acts on the copy that is in force: If-Match against an ETag."""

from __future__ import annotations


def names_tag(if_match: str, *, etag: str) -> bool:
    """Whether an If-Match field names an ETag (RFC 9110 section 13.1.1).

    A weak tag is taken for the strong one that it was: a gateway that compresses answers weakens
    their tags, and the digest in it is that of the content all the same. The empty ETag stands for
    nothing in force, which `*` does not match.
    """
    if if_match.strip() == "*":
        return bool(etag)
    return etag in {tag.strip().removeprefix("W/").strip('"') for tag in if_match.split(",")}
