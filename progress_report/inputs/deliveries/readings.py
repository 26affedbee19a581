"""What is read in a cell."""

from dataclasses import dataclass

# Digits and signs of full-width fonts, one by one: NFKC would also make 30² into 302 and ⑤ into 5.
HALF_WIDTH = str.maketrans("０１２３４５６７８９，．－−／：", "0123456789,.--/:")


@dataclass(frozen=True, slots=True)
class Reading:
    """The cell's text in the form the descriptor asks for; ``kind`` where that is not how it was written."""

    text: str
    kind: str = ""
