"""When two answers of a kind differ, by the figures and times in them that are asked for."""

import pytest

from qa.figures import YEAR
from qa.kinds import Kind
from qa.values import differ, values_in

FERRIES = "How many ferries came?"
PRICE = "How much does it cost?"
MONTH = "In which month was it signed?"


@pytest.mark.parametrize(
    ("question", "sentence", "amounts"),
    [
        (FERRIES, "Eleven ferries and 4,000 other boats.", {11}),
        (FERRIES, "Eleven ferries came, with 11 men and 4 gulls.", {11}),
        (FERRIES, "Twenty-five ferries came in 1871 and in May 1872.", {25}),
        (FERRIES, "In May 20 ferries came, and on 5 May none.", {20}),
        (FERRIES, "Some 1900 ferries came.", {1900}),
        (FERRIES, "More than 2000 ferries came.", {2000}),
        (FERRIES, "A fleet of 1500 ferries came.", {1500}),
        (FERRIES, "Until 2000 ferries came in threes.", {3}),
        (FERRIES, "At 5pm ferries came.", set()),
        (FERRIES, "Between 2022 and 2024 ferries came.", set()),
        (FERRIES, "By the end of 2024 ferries had stopped.", set()),
        (FERRIES, "The war of 2022 stopped all ferries.", set()),
        (FERRIES, "The budget for 2025 foresees eleven ferries.", {11}),
        (FERRIES, "Eleven ferries came, three in a row.", {11}),
        (FERRIES, "On Oct. 31 ferries came, 400 of them.", {400}),
        ("How many of the ferries sank?", "Of 40 men none drowned, but four ferries sank.", {4}),
        ("How many people share the boat?", "Six people share it.", {6}),
        (FERRIES, "At 21.30, as on May 4, 11 boats came.", {11}),
        (FERRIES, "7.25 million boats came at 9:30 pm.", {7_250_000}),
        (FERRIES, "A ferry 30 m long lay there for two weeks.", set()),
        (FERRIES, "The ferries cost $2,000.", set()),
        ("How many more ferries came?", "Six ferries came, with 40 men.", {6}),
        ("How many tonnes came?", "Two ferries brought 12 tonnes.", {12_000}),
        ("How long did it burn?", "It burned for two days, says one of 40 men.", {2 * 86_400}),
        ("How old is the keeper?", "The keeper, 41, has served nine years.", {41 * YEAR, 9 * YEAR}),
        ("What share of the boats sank?", "40 per cent sank, 12 boats in all.", {40}),
        ("How high is the tower?", "It is 30 metres high and cost 400 crowns.", {30}),
        ("How many lamps broke?", "Seven lamps, not nine, broke.", {7}),
        ("How much is gone?", "They lost 640 million euros.", {640_000_000}),
        ("How much has gone?", "Some 55 hectares have gone, or 40 per cent.", {550_000, 40}),
        ("How many did they win?", "In the 2024 race they won 32.", {32}),
        ("How many did they win?", "At Baru’s 2024 race they won 32.", {32}),
        ("How many did they win?", "A 2023 report says they won 32.", {32}),
        ("How many did they win?", "On May 3rd, 2024 they won 32.", {32}),
        (FERRIES, "The 2000 ferries came.", {2000}),
        ("How far is it?", "The 1650 metres are steep.", {1650}),
        ("How many ferries of the 11 ferries sank?", "Of 11 ferries 4 ferries sank.", {4}),
    ],
)
def test_a_number_is_of_what_was_asked_for(
    question: str, sentence: str, amounts: set[float]
) -> None:
    assert {value.low for value in values_in(sentence, Kind.NUMBER, question)} == amounts


@pytest.mark.parametrize(
    ("question", "sentence", "amounts"),
    [
        ("How many of the victims were women?", "Of the 200 victims, 120 were women.", {120}),
        (
            "How many of the victims were women?",
            "There were 200 victims, 120 of them women.",
            {120},
        ),
        (
            "How many of the victims were women?",
            "There were 200 victims, and 120 were women.",
            {120},
        ),
        ("How many of the victims were women?", "Four of the 200 victims were women.", {4}),
        (
            "How many of the victims were women?",
            "It killed 200 people; 120 of the victims were women.",
            {120},
        ),
        ("How many of the victims were women?", "The victims were 120 women and 80 men.", {120}),
        ("How many of the victims were women?", "A total of 120 were women.", {120}),
        (
            "How many of the soldiers were killed?",
            "Of the 10,000 soldiers 1,000 were killed.",
            {1000},
        ),
        (
            "How many of the hostages have been freed?",
            "Of the 251 hostages, 117 have been freed.",
            {117},
        ),
        ("How many of the ferries sank?", "Three men died when four ferries sank.", {4}),
        ("How many of them sank?", "Eleven ferries came, and four sank.", {4}),
        ("How many of them sank?", "Of 11 ferries four sank.", {4}),
        ("How many Kestrian soldiers are in Baru?", "11,000 were sent.", {11_000}),
        ("How many Kestrian soldiers are in Baru?", "There are 11,000 Kestrians.", {11_000}),
        ("How many Kestrian soldiers are in Baru?", "There are 11,000 men.", {11_000}),
        ("How many Kestrian soldiers are in Baru?", "11,000 from Baru are there.", {11_000}),
        ("How many Kestrian soldiers are in Baru?", "No fewer than five bases train them.", set()),
        ("How many Kestrian soldiers are in Baru?", "They came on 18 ships.", set()),
        ("How many Kestrian soldiers are in Baru?", "They came on 18 cargo ships.", set()),
        ("How many Kestrian soldiers are in Baru?", "They live in five military bases.", set()),
        ("How many Kestrian soldiers are in Baru?", "Some 3,000 troops came.", {3000}),
        (
            "How many Kestrian soldiers are in Baru?",
            "Some 3,000 special forces troops came.",
            {3000},
        ),
        (
            "How many Kestrian soldiers are in Baru?",
            "Some 3,000 fighters came on five ships.",
            {3000},
        ),
        ("How many Kestrian soldiers are in Baru?", "Some 3,000 took buses.", {3000}),
        ("How many Kestrian soldiers are in Baru?", "Some 3,000 wounded lie there.", {3000}),
        ("How many Kestrian soldiers are in Baru?", "Five Kestrian bases.", set()),
        ("How many containers were shipped?", "The isle sent 10,000 to 12,000 men.", set()),
        ("How many containers were shipped?", "It shipped 13,000 boxes.", {13_000}),
        ("How many containers were shipped?", "It shipped 13,000.", {13_000}),
        ("How many containers were shipped?", "13,000 containers left for five ports.", {13_000}),
        ("How many were killed?", "Five soldiers were killed.", {5}),
        ("How many were killed?", "Five cows were killed.", {5}),
        ("How many people died?", "There were 200 deaths.", {200}),
        ("How many people died?", "The quake destroyed 40 houses.", set()),
        ("How many people died?", "It cost 200 lives.", {200}),
        ("How many casualties were there?", "Some 200 soldiers died.", {200}),
        ("How many deaths were there?", "Some 200 people died.", {200}),
        ("How many arrests were made?", "Police took 20 men.", {20}),
        ("How many defections were there?", "Some 20 soldiers fled.", {20}),
        ("How many victims were there?", "20 children died.", {20}),
        ("How many jobs are at risk?", "It will lay off 200 workers.", {200}),
        ("How many seats did it win?", "It has 32 lawmakers.", {32}),
        ("How many workers struck?", "2,000 employees struck.", {2000}),
        ("How many drones were sent?", "They sent 20 pilots.", set()),
        ("How many times was he hit?", "He was hit by three men.", set()),
        ("How many countries signed?", "Twelve states signed.", {12}),
        ("How many people died?", "12 of them died.", {12}),
        ("How many people came?", "Two hundred came by train.", {200}),
        ("How many refugees came?", "Some 40 families came.", set()),
        (
            "How many of the pumps are lost?",
            "There are 94 of the largest kind, of which 37 were wrecked and 22 damaged.",
            {37, 22},
        ),
        (
            "How many of the detained were freed?",
            "On Sunday 38 were hurt and 214 were arrested, of whom 160 were free by Tuesday.",
            {160},
        ),
        (
            "How many of the boats still sail?",
            "The yard made 410 of them, and some 260 are still in service.",
            {410, 260},
        ),
        ("How many legionnaires went?", "He sent 420 people up the slope.", {420}),
        ("How many lamps are there?", "It may keep 94 others.", {94}),
        (
            "How many locomotives arrived, and how many of them failed?",
            "Forty locomotives arrived.",
            {40},
        ),
        (
            "How many North Korean soldiers died?",
            "Some 600,000 Russian soldiers were killed.",
            set(),
        ),
        ("How many North Korean soldiers died?", "Some 3,000 Korean troops were killed.", {3000}),
        ("how many north korean soldiers died", "Some 600,000 Russian men were killed.", {600_000}),
        ("How many US soldiers died?", "Two hundred American soldiers were killed.", {200}),
    ],
)
def test_what_counts_something_else_is_no_number_of_what_was_asked_for(
    question: str, sentence: str, amounts: set[float]
) -> None:
    assert {value.low for value in values_in(sentence, Kind.NUMBER, question)} == amounts


@pytest.mark.parametrize(
    ("one", "other", "kind", "question"),
    [
        ("Eleven ferries came.", "Some 14 ferries came.", Kind.NUMBER, FERRIES),
        ("It costs nine crowns.", "It cost twelve crowns.", Kind.MONEY, PRICE),
        ("It cost 3.1 million euros.", "The price was 2.4 million.", Kind.MONEY, PRICE),
        ("It pays six crowns a year.", "It paid nine crowns.", Kind.MONEY, PRICE),
        ("It cost 480 florins.", "The price was 510 florins.", Kind.MONEY, PRICE),
        ("It began on 1 May 2026.", "It began on 1 July 2026.", Kind.TIME, "When did it begin?"),
        ("It opens in late 2026.", "It opens in spring 2027.", Kind.TIME, "When does it open?"),
        ("It costs 9.50 euros.", "Prices start at 8.50 euros.", Kind.MONEY, PRICE),
        ("The keeper, 41, left.", "The 43-year-old keeper left.", Kind.NUMBER, "How old is he?"),
        ("It covers 60 km².", "It covers 90 square kilometres.", Kind.NUMBER, "How big is it?"),
        ("It opened in May.", "It opened on 4 June 1871.", Kind.TIME, "When did it open?"),
        ("It opens on Friday 4 May.", "It opens on Friday 11 May.", Kind.TIME, "When is it?"),
        ("It costs $2,000 a month.", "It costs $2,500 a month.", Kind.MONEY, PRICE),
        ("It was signed in May.", "It was signed in June 1871.", Kind.TIME, MONTH),
        ("They worked 90 minutes.", "They took two hours.", Kind.NUMBER, "How long did they work?"),
        ("It opened on 4 May.", "It opened on May 6.", Kind.TIME, "When did it open?"),
        ("It opens on Monday.", "It opens on Friday.", Kind.TIME, "When does it open?"),
        ("The lamp died at 21.47.", "At 21:52 it died.", Kind.TIME, "When did the lamp die?"),
        ("It was signed in 1871.", "It dates from May 1872.", Kind.TIME, "In which year was it?"),
        ("The price rose to $12.50.", "It was sold at $9.50.", Kind.MONEY, PRICE),
        ("It costs A$20.", "It costs A$25.", Kind.MONEY, PRICE),
        ("No more than 11,000 ferries.", "11,900 ferries.", Kind.NUMBER, FERRIES),
        ("It was sold for 1500 crowns.", "It cost 1700 crowns.", Kind.MONEY, PRICE),
        ("It closes at 5pm.", "It closes at 18:00.", Kind.TIME, "When does it close?"),
        ("It left on Oct. 3.", "It left on 4 October.", Kind.TIME, "When did this year’s boat go?"),
        ("About 11,000 ferries.", "Some 13,000 ferries.", Kind.NUMBER, FERRIES),
        ("Two thirds came.", "Only 40 per cent came.", Kind.NUMBER, "What share of them came?"),
        ("At 11:30 at night.", "At 11:30.", Kind.CLOCK, "What time was it?"),
        ("At 12:30 at night.", "At 12:30.", Kind.CLOCK, "What time was it?"),
        ("It left at 9.30 pm.", "It left at 22:00.", Kind.CLOCK, "What time did it leave?"),
        ("It cost 1.5 billion US dollars.", "It cost $2bn.", Kind.MONEY, PRICE),
        ("They got 200,000 rubles.", "They got 300,000 roubles.", Kind.MONEY, PRICE),
        ("It costs 40 kroner.", "It costs 50 Norwegian crowns.", Kind.MONEY, PRICE),
        ("It costs CHF 40.", "It costs 50 Swiss francs.", Kind.MONEY, PRICE),
        ("It costs C$40.", "It costs 50 Canadian dollars.", Kind.MONEY, PRICE),
        ("It flew at 40 km/h.", "It flew at 50 mph.", Kind.NUMBER, "How fast was it?"),
    ],
)
def test_other_values_of_one_unit_differ(one: str, other: str, kind: Kind, question: str) -> None:
    assert differ(values_in(one, kind, question), values_in(other, kind, question))


@pytest.mark.parametrize(
    ("one", "other", "kind", "question"),
    [
        ("Eleven ferries came.", "11 ferries came.", Kind.NUMBER, FERRIES),
        ("Eleven ferries came.", "No ferries came.", Kind.NUMBER, FERRIES),
        ("It took 60 minutes.", "It took 1 hour.", Kind.NUMBER, "How long did it take?"),
        ("It took six weeks.", "It took six to eight weeks.", Kind.NUMBER, "How long was it?"),
        ("It is 10 miles away.", "It is 16 km away.", Kind.NUMBER, "How far is it?"),
        ("It is 50 acres large.", "It has 20 hectares.", Kind.NUMBER, "How big is it?"),
        ("Some 4.1 million boats.", "Some 4,100,000 boats.", Kind.NUMBER, "How many boats?"),
        ("The keeper, 41, served nine years.", "The 41-year-old left.", Kind.NUMBER, "How old?"),
        ("It died at 9.30 pm.", "At 21:30 it died.", Kind.TIME, "When did the lamp die?"),
        ("It opens on Friday 4 May.", "It opens on May 4th.", Kind.TIME, "When does it open?"),
        ("Eleven ferries came.", "They came for nine weeks.", Kind.NUMBER, FERRIES),
        ("It opened on 4 May.", "It opened in May.", Kind.TIME, "When did it open?"),
        ("It cost $5.5 billion.", "It cost $5.5bn.", Kind.MONEY, PRICE),
        ("It costs $2,000 a month.", "It costs $24,000 a year.", Kind.MONEY, PRICE),
        ("It costs $20.", "It costs 18 euros.", Kind.MONEY, PRICE),
        ("It costs A$20.", "It costs US$18.", Kind.MONEY, PRICE),
        ("It costs 100 Canadian dollars.", "It costs $80.", Kind.MONEY, PRICE),
        ("It costs 100 Swedish kronor.", "It costs 90 Danish kroner.", Kind.MONEY, PRICE),
        ("It cost 1.5 billion US dollars.", "It cost $1.5B.", Kind.MONEY, PRICE),
        ("It costs 40 yuan.", "It costs 40 renminbi.", Kind.MONEY, PRICE),
        ("It took an hour and a half.", "It took 90 minutes.", Kind.NUMBER, "How long was it?"),
        ("For 12 years and six months.", "For 12.5 years.", Kind.NUMBER, "How long was it?"),
        ("Several hundred ferries.", "Some 300 ferries.", Kind.NUMBER, FERRIES),
        ("It flew 500 km.", "It flew at 2,000 km/h.", Kind.NUMBER, "How far did it fly?"),
        ("It ran at 300 km/h.", "It ran at 186 mph.", Kind.NUMBER, "How fast was it?"),
        ("It closes at 12 am.", "It closes at 0:00.", Kind.TIME, "When does it close?"),
        ("It left at 7:30 in the evening.", "It left at 19:30.", Kind.CLOCK, "What time was it?"),
        ("It fell at 3.40 in the morning.", "It fell at 3.40 am.", Kind.TIME, "When did it fall?"),
        ("At 2.15 at night.", "At 2:15.", Kind.CLOCK, "What time was it?"),
        ("At 12:30 in the afternoon.", "At 12:30.", Kind.CLOCK, "What time was it?"),
        ("On Monday at 9pm.", "On Tuesday at 9 p.m.", Kind.CLOCK, "What time does it close?"),
        ("Nearly 12,000 ferries.", "11,800 ferries.", Kind.NUMBER, FERRIES),
        ("More than 10,000 ferries.", "Some 11,000 ferries.", Kind.NUMBER, FERRIES),
        ("Up to 12,000 ferries.", "11,000 ferries.", Kind.NUMBER, FERRIES),
        ("No fewer than 11,000 ferries.", "12,000 ferries.", Kind.NUMBER, FERRIES),
        ("They sold 300 £5 tickets.", "A ticket costs £5.", Kind.MONEY, PRICE),
        ("Between 5,000 and 7,000 ferries.", "6,000 ferries.", Kind.NUMBER, FERRIES),
        ("Two thirds came.", "67 per cent came.", Kind.NUMBER, "What share of them came?"),
        ("It was signed in June.", "Ice may come.", Kind.TIME, MONTH),
        ("It lasted from 3 to 5 May.", "It began on 3 May.", Kind.TIME, "When was it?"),
        ("It is open on May 3-5.", "It is open on 4 May.", Kind.TIME, "When is it open?"),
        ("It was signed in June.", "They march on.", Kind.TIME, MONTH),
        ("Ada Lund signed it.", "Ole Moe signed it.", Kind.ANY, "Who signed it?"),
    ],
)
def test_equal_values_and_such_as_can_not_be_compared_do_not(
    one: str, other: str, kind: Kind, question: str
) -> None:
    assert not differ(values_in(one, kind, question), values_in(other, kind, question))
