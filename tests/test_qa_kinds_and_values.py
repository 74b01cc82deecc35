"""What kind of answer is asked for, whether it is there, and when two of them differ."""

import pytest

from qa.figures import COUNT, MONEY, TIME, YEAR, figures_in
from qa.kinds import Kind, Wanted, wanted
from qa.values import differ, values_in


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much does a ticket cost?", Kind.MONEY),
        ("How many crowns does a ticket cost?", Kind.MONEY),
        ("How much does the council think a captain gets?", Kind.MONEY),
        ("What monthly pay do the pilots receive?", Kind.MONEY),
        ("What does a keeper earn?", Kind.MONEY),
        ("What fine was he given?", Kind.MONEY),
        ("How many ferries were counted?", Kind.NUMBER),
        ("How deep does the wreck lie?", Kind.NUMBER),
        ("What proportion of the boats sank?", Kind.NUMBER),
        ("What was the number of boats?", Kind.NUMBER),
        ("How much water came in?", Kind.NUMBER),
        ("When did the lamp go out?", Kind.TIME),
        ("In which month was it repaired?", Kind.TIME),
        ("lighthouse fire year", Kind.TIME),
        ("Since when has it burned?", Kind.TIME),
        ("What time does the ferry leave?", Kind.CLOCK),
        ("At what hour did the lamp go out?", Kind.CLOCK),
        ("And at what time?", Kind.CLOCK),
        ("On Monday, by what time had it left?", Kind.CLOCK),
        ("At what time of day did it leave?", Kind.CLOCK),
        ("What exact time was it?", Kind.CLOCK),
        ("Can you tell me what time the ferry left?", Kind.CLOCK),
        ("At what time did the price rise?", Kind.CLOCK),
        ("At what time did the ferry set sail?", Kind.CLOCK),
        ("What time of year do they leave?", Kind.TIME),
        ("At what time of the year do they leave?", Kind.TIME),
        ("At what time in history was it built?", Kind.ANY),
        ("What times did he live in?", Kind.ANY),
        ("What time did he live in?", Kind.TIME),
        ("What time did the repair take?", Kind.TIME),
        ("What time did she post in the final?", Kind.TIME),
        ("Which time was faster, hers or his?", Kind.ANY),
        ("After what time does a claim lapse?", Kind.TIME),
        ("What time is left?", Kind.TIME),
        ("When, at what time, did it leave?", Kind.TIME),
        ("Which day and at what time did it leave?", Kind.TIME),
        ("Who left at what time?", Kind.ANY),
        ("Tell me when it burned.", Kind.TIME),
        ("I’d like to know when it burned.", Kind.TIME),
        ("On what exact date did it leave?", Kind.TIME),
        ("When did Ada Lund, who counts ferries, leave?", Kind.TIME),
        ("Please can you give me the number of boats?", Kind.NUMBER),
        ("Do the articles say the death toll?", Kind.NUMBER),
        ("Which week was it?", Kind.TIME),
        ("Can you tell me when it burned?", Kind.TIME),
        ("What is the value of the wreck?", Kind.MONEY),
        ("number of boats", Kind.NUMBER),
        ("Did the number of boats fall?", Kind.WHETHER),
        ("Why did the number of boats fall?", Kind.ANY),
        ("Who criticised the size of the fleet?", Kind.ANY),
        ("When it burned, what did she say?", Kind.ANY),
        ("What did Bill Moe say about the lamp?", Kind.ANY),
        ("What is the fine print?", Kind.ANY),
        ("What do keepers value most?", Kind.ANY),
        ("Who repaired it?", Kind.ANY),
        ("What did she say when the lamp went out?", Kind.ANY),
        ("Who won the race last year?", Kind.ANY),
        ("Who is paying the mayor?", Kind.ANY),
        ("Why did the harbour master resign?", Kind.ANY),
        ("In what year was the minimum wage introduced?", Kind.TIME),
        ("On what date was the ransom paid?", Kind.TIME),
        ("Which month had the highest prices?", Kind.TIME),
        ("What did Bill Moe say about prices?", Kind.ANY),
        ("Which ministries does the budget cut?", Kind.ANY),
        ("What caused the price rise?", Kind.ANY),
        ("Which shops raised their prices?", Kind.ANY),
        ("What happened to the price of oil?", Kind.ANY),
        ("What did the boss say about his own pay?", Kind.ANY),
        ("What’s the minimum wage?", Kind.MONEY),
        ("What is the estimated cost of the mole?", Kind.MONEY),
        ("What is a keepers montly pay?", Kind.MONEY),
        ("How many millions did the mole cost?", Kind.MONEY),
        ("How many millions live on the isle?", Kind.NUMBER),
        ("What was the amount of the fine?", Kind.MONEY),
        ("What did the town pay for the lamps?", Kind.MONEY),
        ("At what price was it sold?", Kind.MONEY),
        ("What will the new lamp cost?", Kind.MONEY),
        ("What would the price of a lamp be?", Kind.MONEY),
        ("What is the lamp going to cost?", Kind.MONEY),
        ("According to the town, when did it burn?", Kind.TIME),
        ("Hello, when does the ferry leave?", Kind.TIME),
        ("I heard that it burned. When did it burn?", Kind.TIME),
        ("Thanks! And when did it burn?", Kind.TIME),
        ("Who lit the lamp, and when did it burn?", Kind.ANY),
        ("Which town has the highest number of boats?", Kind.ANY),
        ("In which town is the number of boats highest?", Kind.ANY),
        ("Where is the number of boats highest?", Kind.ANY),
        ("How did the number of boats develop?", Kind.ANY),
        ("What explains the share of women?", Kind.ANY),
        ("Which age group is affected most?", Kind.ANY),
        ("Will the number of boats fall?", Kind.WHETHER),
        ("When did the number of boats peak?", Kind.TIME),
        ("In Baru, what is the number of boats?", Kind.NUMBER),
        ("Which share of the boats sank?", Kind.NUMBER),
        ("Can you tell me how much the ticket costs?", Kind.MONEY),
        ("Do you know how much keepers earn?", Kind.MONEY),
        ("How many million crowns did the town pay?", Kind.MONEY),
        ("How many US dollars did it cost?", Kind.MONEY),
        ("How many won did it cost?", Kind.MONEY),
        ("How many Democrats won?", Kind.NUMBER),
        ("How many per cent sank?", Kind.NUMBER),
        ("How much support does the bill get?", Kind.NUMBER),
        ("Who is the mayor’s lawyer?", Kind.ANY),
        ("Who is the mayor's lawyer?", Kind.ANY),
        ("Who is the daughter of the king?", Kind.ANY),
        ("Who is the candidate for governor?", Kind.ANY),
        ("Who is in the mayor’s team?", Kind.ANY),
        ("Who is the president-elect?", Kind.ANY),
        ("Who was the mayor defending?", Kind.ANY),
        ("Who is the leaders’ favourite?", Kind.ANY),
        ("Isn’t it the oldest lamp?", Kind.WHETHER),
        ("Didn't the town promise more?", Kind.WHETHER),
        ("Won’t the lamp burn?", Kind.WHETHER),
        ("Shall we expect rain?", Kind.WHETHER),
        ("Do you know whether the bridge is open?", Kind.WHETHER),
        ("Can you tell me if the bridge is open?", Kind.WHETHER),
        ("Can you vote at 16?", Kind.WHETHER),
        ("Could you summarise the article?", Kind.ANY),
        ("Can you list the ferries?", Kind.ANY),
        ("May I ask who repaired it?", Kind.ANY),
        ("If it burns, what happens to the boats?", Kind.ANY),
    ],
)
def test_a_question_tells_what_kind_of_answer_it_wants(question: str, kind: Kind) -> None:
    assert wanted(question) == Wanted(kind)


@pytest.mark.parametrize(
    ("kind", "holds", "lacks"),
    [
        (Kind.MONEY, "A ticket is $4.", "There are 4 tickets."),
        (Kind.MONEY, "It costs nine crowns.", "It costs them sleep."),
        (Kind.MONEY, "It costs 40 shekels.", "It costs 40 sheep."),
        (Kind.MONEY, "It costs PLN 40.", "Platform PL 40."),
        (Kind.NUMBER, "Eleven ferries came.", "The ferries came."),
        (Kind.NUMBER, "Some 4,000 came.", "Some came."),
        (Kind.TIME, "It burned down in 1871.", "It burned down."),
        (Kind.TIME, "They left at dawn.", "They left."),
        (Kind.TIME, "They left in May.", "They may leave."),
        (Kind.MONEY, "It cost 900 won.", "They won the race."),
        (Kind.MONEY, "It cost EUR 3 million.", "It cost 3 lives."),
        (Kind.TIME, "It went out at 9 p.m.", "It went out at 9 knots."),
        (Kind.TIME, "It closes at 5pm.", "It closes 5 doors."),
        (Kind.TIME, "The lamp went out at 21:30.", "The lamp went out, 21 to 30."),
        (Kind.TIME, "It left on Oct. 31.", "The sector had 31 lamps."),
        (Kind.TIME, "They left at midnight.", "They left the mid-deck."),
        (Kind.TIME, "They left at 21.30.", "They left 21.30 crowns."),
        (Kind.CLOCK, "They left at midnight.", "They left on Monday."),
        (Kind.CLOCK, "They left at half past six.", "The half passed six tests."),
        (Kind.CLOCK, "It was six o'clock.", "It was six degrees."),
        (Kind.CLOCK, "They left at seven.", "They left with seven men."),
        (Kind.CLOCK, "They left at seven in the morning.", "They left on 7 May."),
        (Kind.CLOCK, "They left by 7, she said.", "They left by 7,000 steps."),
        (Kind.CLOCK, "They left at 9 p.m.", "They left in 1871."),
        (Kind.CLOCK, "It was twenty minutes to nine.", "It was nine minutes long."),
        (Kind.CLOCK, "They left on Monday evening.", "They left last week."),
        (Kind.CLOCK, "They left at six with nine men.", "They left on Monday with nine men."),
        (Kind.CLOCK, "It began shortly before four.", "It began in four towns."),
        (Kind.CLOCK, "It rang at six-thirty.", "It rang six times."),
        (Kind.CLOCK, "At 09:14:32 the valve failed.", "On Monday the valve failed."),
        (Kind.CLOCK, "They left at 0630 hours.", "They left 0630 crowns."),
        (Kind.CLOCK, "They left two hours before the storm.", "They left for two hours."),
    ],
)
def test_a_sentence_holds_a_kind_or_not(kind: Kind, holds: str, lacks: str) -> None:
    assert Wanted(kind).is_in(holds)
    assert not Wanted(kind).is_in(lacks)
    assert Wanted(Kind.ANY).is_in(lacks)


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is the mayor of the harbour town?", "mayor"),
        ("What is the name of the new harbour director?", "director"),
        ("Who were the captains?", "captain"),
        ("Who’s the mayor?", "mayor"),
        ("Who is at the head of the harbour town?", "head"),
        ("Who is Baru’s finance minister?", "minister"),
    ],
)
def test_who_is_asked_for_by_an_office_is_found_by_it(question: str, office: str) -> None:
    assert wanted(question) == Wanted(Kind.OFFICE, office)
    assert wanted(question).is_in(f"Ada Lund was elected {office} in May.")
    assert not wanted(question).is_in("Ada Lund, says the harbour master, left.")


def test_who_asks_for_each_of_something_wants_it_told_so() -> None:
    asked = wanted("How much does a captain get for each ferry?")
    assert asked == Wanted(Kind.MONEY, each="ferry")
    assert wanted("How much does the town earn per ferry?") == asked
    assert wanted("How many crowns a head?") == Wanted(Kind.MONEY, each="head")
    assert wanted("How many per cent sank?") == Wanted(Kind.NUMBER)
    assert wanted("How much per month do they earn?") == Wanted(Kind.MONEY, each="month")
    assert wanted("How much does Per Moe earn?") == Wanted(Kind.MONEY)


@pytest.mark.parametrize(
    ("thing", "tells", "does_not"),
    [
        ("ferry", "He gets nine crowns a month for each ferry.", "He gets nine crowns a month."),
        ("ferry", "The ferries cost nine crowns apiece.", "Nine per cent cost crowns each year."),
        ("soldiers", "A soldier earns nine crowns.", "All soldiers earn nine crowns."),
        ("head", "It is nine crowns per person.", "It is nine crowns in all."),
        ("month", "He gets nine crowns a month.", "He gets nine crowns for each ferry."),
        ("month", "His monthly pay is nine crowns.", "His pay is nine crowns a year."),
        ("day", "Nine ferries come daily.", "Nine ferries came."),
    ],
)
def test_a_sentence_tells_something_for_each_or_in_all(
    thing: str, tells: str, does_not: str
) -> None:
    asked = Wanted(Kind.MONEY, each=thing)
    assert asked.is_for_each(tells)
    assert not asked.is_for_each(does_not)


FERRIES = "How many ferries came?"
PRICE = "How much does it cost?"
MONTH = "In which month was it signed?"


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
