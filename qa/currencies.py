"""Currencies: what they are called, and which names are of the same one."""

_SPELLINGS = {
    "us dollar": "dollar dollars USD $ us$",
    "australian dollar": "AUD a$ au$",
    "canadian dollar": "CAD c$ ca$",
    "new zealand dollar": "NZD nz$",
    "hong kong dollar": "HKD hk$",
    "singapore dollar": "SGD s$",
    "euro": "euro euros EUR €",
    "pound": "pound pounds £",
    "british pound": "GBP",
    "rouble": "rouble roubles ruble rubles ₽",
    "yen": "yen JPY ¥",
    "yuan": "yuan renminbi CNY RMB",
    "won": "won KRW ₩",
    "crown": "crown crowns krone kroner",
    "swedish crown": "krona kronor SEK",
    "norwegian crown": "NOK",
    "danish crown": "DKK",
    "czech crown": "koruna korunas koruny CZK",
    "franc": "franc francs",
    "swiss franc": "CHF",
    "rupee": "rupee rupees ₹",
    "indian rupee": "INR",
    "cent": "cent cents",
    "penny": "pence",
    "florin": "florin florins",
    "guilder": "guilder guilders",
    "mark": "marks",
    "forint": "forint forints HUF",
    "peso": "peso pesos",
    "mexican peso": "MXN",
    "sol": "soles",
    "lira": "lira liras lire ₺",
    "dinar": "dinar dinars",
    "dirham": "dirham dirhams",
    "zloty": "zloty zlotys zlotych złoty złotych PLN",
    "hryvnia": "hryvnia hryvnias UAH ₴",
    "shilling": "shilling shillings",
    "riyal": "riyal riyals rial rials",
    "real": "reais BRL r$",
    "rand": "rand ZAR",
    "baht": "baht THB",
    "rupiah": "rupiah rupiahs",
    "leu": "lei",
    "shekel": "shekel shekels ILS ₪",
    "naira": "naira nairas NGN ₦",
}
"""By the currency its spellings. A name that several countries have is a currency without one."""

_CURRENCY_OF = {
    spelling.casefold(): currency
    for currency, spellings in _SPELLINGS.items()
    for spelling in spellings.split()
}
_WRITTEN = [spelling for spellings in _SPELLINGS.values() for spelling in spellings.split()]

CURRENCIES = "|".join(
    sorted((each for each in _WRITTEN if each.isalpha() and each.islower()), key=len, reverse=True)
)
"""An alternation for patterns that ignore case."""

CURRENCIES_BUT_WON = "|".join(each for each in CURRENCIES.split("|") if each != "won")
"""The same without "won", which mostly is a verb."""

CODES = f"(?-i:{'|'.join(each for each in _WRITTEN if each.isupper())})"
"""Currencies as exchanges name them, which are capitals in any pattern: "cad" is none."""

NAMED = (
    # "100 Swiss francs", "3 million South Korean won", but not "32 Democrats won".
    rf"(?:(?-i:(?:[A-Z][\w.]+[ -]){{1,2}}(?=[a-z]))(?:{CURRENCIES_BUT_WON})"
    rf"|(?:(?:south|north) )?korean won|{CURRENCIES}|{CODES})"
)
"""A currency behind a number, with its country if that is told; for patterns that ignore case."""

SIGNS = "".join(each for each in _WRITTEN if len(each) == 1)
SIGN = rf"(?:(?:US|AU?|CA?|NZ|HK|S|R)?\$|[{SIGNS}])"
"""A currency's sign; dollars of several countries have one each."""

_AMERICAN = frozenset({"us", "u.s.", "american", "united states"})


def currency_of(told: str) -> str:
    """Which currency is told by a sign, a code or a name, with a country or without."""
    *country, name = told.casefold().replace("-", " ").split()
    currency = _CURRENCY_OF.get(name, name)
    if not country:
        return currency
    where, what = " ".join(country), currency.split()[-1]
    return f"us {what}" if where in _AMERICAN else f"{where} {what}"


def may_be_one(one: str, other: str) -> bool:
    """Whether two currencies may be the same: the crowns of one country and "crowns"."""
    if "" in (one, other) or one == other:
        return True
    return one.endswith(f" {other}") or other.endswith(f" {one}")
