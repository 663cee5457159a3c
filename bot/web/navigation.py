"""The menu above every page of colleagues: what they need all day in one row, the rest behind *Meer*."""

MENU = (
    ("/", "Werkvoorraad"),
    ("/vragen", "Vragen"),
    ("/programma", "Leerkringen"),
    ("/bijeenkomsten", "Bijeenkomsten"),
    ("/experts", "Experts"),
    ("/gemeenten", "Gemeenten"),
)
MORE = (("/weekoverzicht", "Weekoverzicht"), ("/rapport", "Rapport"), ("/kennis", "Kennis"), ("/chat", "Chat"))
MANAGE = (
    ("/mensen", "Mensen"),
    ("/logboek", "Logboek"),
    ("/sluitingsdagen", "Sluitingsdagen"),
    ("/chat-beheer", "Chat aan of uit"),
)
"""Only managers see these."""
BEHIND = frozenset(href for href, _ in (*MORE, *MANAGE))
"""What stands behind *Meer*."""

ELSEWHERE = (("/berichten", "/"), ("/sluitingen", "/"), ("/correcties", "/kennis"))
"""Pages whose addresses do not tell of which part they are."""


def part_of(path: str) -> str:
    """The address in the menu of the part that this page belongs to; '' for a page of no part."""
    moved = next((part for below, part in ELSEWHERE if path == below or path.startswith(f"{below}/")), path)
    parts = (href for href, _ in (*MENU, *MORE, *MANAGE))
    return next((href for href in parts if moved == href or (href != "/" and moved.startswith(f"{href}/"))), "")
