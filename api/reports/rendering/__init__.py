"""How a written report is read: as a page and as a document that can be edited.

What belongs here: headings, paragraphs, tables and pictures in each form. What does not: sentences
about figures, and numbers; a rendering adds none and leaves none out.
"""

from api.reports.rendering.document import document
from api.reports.rendering.page import page

__all__ = ["document", "page"]
