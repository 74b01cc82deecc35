"""Figures in a sentence, with what they are numbers of."""

import pytest

from qa.figures import COUNT, MONEY, TIME, YEAR, figures_in


@pytest.mark.parametrize(
    ("words", "dimension", "low", "high"),
    [
        ("Eleven ferries came.", COUNT, 11, 11),
        ("Two hundred and fifty ferries came.", COUNT, 250, 250),
        ("Some 1.5m people came.", COUNT, 1_500_000, 1_500_000),
        ("Half a million people came.", COUNT, 500_000, 500_000),
        ("Two dozen people came.", COUNT, 24, 24),
        ("The 5,000-strong force came.", COUNT, 5000, 5000),
        ("A ferry 30 m long lay there.", "length", 30, 30),
        ("A 30m long ferry lay there.", "length", 30, 30),
        ("It is 1.5 million km away.", "length", 1.5e9, 1.5e9),
        ("It is 40 feet deep.", "length", 12.192, 12.192),
        ("It covers 60 km².", "area", 60e6, 60e6),
        ("It covers 20 square kilometres.", "area", 20e6, 20e6),
        ("10m tonnes of sand.", "weight", 1e10, 1e10),
        ("A two-week strike.", TIME, 2 * 604_800, 2 * 604_800),
        ("After 10-12 days.", TIME, 10 * 86_400, 12 * 86_400),
        ("Within six to eight weeks.", TIME, 6 * 604_800, 8 * 604_800),
        ("For two and a half years.", TIME, 2.5 * YEAR, 2.5 * YEAR),
        ("The 41-year-old keeper.", TIME, 41 * YEAR, 41 * YEAR),
        ("Half an hour later.", TIME, 1800, 1800),
        ("A rise of 40–45% was seen.", "share", 40, 45),
        ("Some 40pc of them.", "share", 40, 40),
        ("It costs £10-12.", MONEY, 10, 12),
        ("It costs 3.1 million euros.", MONEY, 3_100_000, 3_100_000),
        ("It pays $2,000 a month.", f"{MONEY}/month", 2000, 2000),
        ("It pays six crowns annually.", f"{MONEY}/year", 6, 6),
        ("It costs US$2,000.", MONEY, 2000, 2000),
        ("It costs 20€ each.", MONEY, 20, 20),
        ("It costs CHF 20.", MONEY, 20, 20),
        ("It costs 3 million USD.", MONEY, 3_000_000, 3_000_000),
        ("It costs £1.5trn.", MONEY, 1.5e12, 1.5e12),
        ("Two thirds of them came.", "share", 66.6667, 66.6667),
        ("Nine in ten came.", "share", 90, 90),
        ("It is two and a half kilometres long.", "length", 2500, 2500),
        ("It cost two and a half million pounds.", MONEY, 2_500_000, 2_500_000),
        ("No fewer than 11 ferries came.", COUNT, 11, 11),
        ("11 000 ferries came.", COUNT, 11_000, 11_000),
        ("Between 20 and 30 ferries came.", COUNT, 20, 30),
        ("One hundred and twenty came.", COUNT, 120, 120),
        ("A hundred and fifty thousand came.", COUNT, 150_000, 150_000),
        ("One thousand two hundred came.", COUNT, 1200, 1200),
        ("Some hundred and fifty came.", COUNT, 150, 150),
        ("Ten to twelve thousand came.", COUNT, 10_000, 12_000),
        ("Five or six hundred came.", COUNT, 500, 600),
        ("Five to six hundred thousand came.", COUNT, 500_000, 600_000),
        ("One hundred to two hundred thousand came.", COUNT, 100_000, 200_000),
        ("Five hundred to one thousand came.", COUNT, 500, 1000),
        ("Between ten and twelve thousand came.", COUNT, 10_000, 12_000),
        ("Two to two and a half million came.", COUNT, 2_000_000, 2_500_000),
        ("10 to 12 thousand came.", COUNT, 10_000, 12_000),
        ("2 or 3 million came.", COUNT, 2_000_000, 3_000_000),
        ("It costs $800,000 to $1 million.", MONEY, 800_000, 1_000_000),
        ("A quarter of a million came.", COUNT, 250_000, 250_000),
        ("Three quarters of a million came.", COUNT, 750_000, 750_000),
        ("Three-quarters of an hour later.", TIME, 2700, 2700),
        ("Half a kilometre away.", "length", 500, 500),
        ("A half-hour talk.", TIME, 1800, 1800),
        ("An hour and a half later.", TIME, 5400, 5400),
        ("A million and a half came.", COUNT, 1_500_000, 1_500_000),
        ("One and a half hours later.", TIME, 5400, 5400),
        ("A two-and-a-half-year strike.", TIME, 2.5 * YEAR, 2.5 * YEAR),
        ("Half a year later.", TIME, 0.5 * YEAR, 0.5 * YEAR),
        ("It took 2½ hours.", TIME, 9000, 9000),
        ("It took 2 1/2 hours.", TIME, 9000, 9000),
        ("It took 1 hour and 30 minutes.", TIME, 5400, 5400),
        ("It took an hour and twenty minutes.", TIME, 4800, 4800),
        ("It took 2 hours, 1 minute and 9 seconds.", TIME, 7269, 7269),
        ("For 12 years and six months.", TIME, 12.5 * YEAR, 12.5 * YEAR),
        ("It is 5 feet 10 inches high.", "length", 1.778, 1.778),
        ("Paid once a week and 20 minutes late.", TIME, 1200, 1200),
        ("A two-metre fence.", "length", 2, 2),
        ("A ten-million-euro fund.", MONEY, 10_000_000, 10_000_000),
        ("It covers 60 km2.", "area", 60e6, 60e6),
        ("It flew at 36 km/h.", "speed", 10, 10),
        ("It flew at 36 kilometres an hour.", "speed", 10, 10),
        ("It cost $1.5B.", MONEY, 1_500_000_000, 1_500_000_000),
        ("Platform 5B.", COUNT, 5, 5),
        ("It costs 100 Swiss francs.", MONEY, 100, 100),
        ("It costs 1.5 billion US dollars.", MONEY, 1_500_000_000, 1_500_000_000),
        ("It pays 200,000 Russian roubles a month.", f"{MONEY}/month", 200_000, 200_000),
        ("It costs 40 shekels.", MONEY, 40, 40),
        ("It costs PLN 40.", MONEY, 40, 40),
        ("It costs 3 million South Korean won.", MONEY, 3_000_000, 3_000_000),
        ("In all 32 Democrats won.", COUNT, 32, 32),
        ("One in 10 came.", "share", 10, 10),
        ("At half past five.", COUNT, 5, 5),
        ("At a quarter to six.", COUNT, 6, 6),
    ],
)
def test_a_figure_is_a_number_of_something(
    words: str, dimension: str, low: float, high: float
) -> None:
    (figure,) = figures_in(words)
    assert figure.dimension == dimension
    assert (figure.low, figure.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "words",
    [
        *("Hundreds of them.", "The third ferry.", "One of them.", "It was 12:1.", "Ferries."),
        *("Several hundred ferries.", "A few thousand of them.", "A few hundred thousand of them."),
        *("A couple of hundred ferries.", "Many thousand crowns.", "Several dozen."),
    ],
)
def test_this_is_no_figure(words: str) -> None:
    assert not list(figures_in(words))
