"""The value read from a cell."""

from dataclasses import dataclass

# Full-width digits and signs, one by one: NFKC would also turn 30² into 302 and ⑤ into 5.
HALF_WIDTH = str.maketrans("０１２３４５６７８９，．－−／：", "0123456789,.--/:")


@dataclass(frozen=True, slots=True)
class ParsedCell:
    """The cell's text in the form the descriptor asks for; ``kind`` if it was written differently."""

    text: str
    kind: str = ""
