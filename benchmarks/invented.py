"""Names of invented municipalities: numbers spelled with the ten stems (甲, 乙, …)."""

SOURCE = "処理の規模を測るために生成した架空の値（実在の団体の実績ではない）"
_STEMS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")


def name_of(number: int) -> str:
    return f"試験{spelled(number, 4)}区"


def spelled(number: int, digits: int) -> str:
    """Spell a zero-padded number with a stem for each digit."""
    return f"{number:0{digits}}".translate(_STEMS)
