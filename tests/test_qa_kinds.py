"""What kind of answer is asked for, and whether it is there."""

import pytest

from qa.kinds import Kind, Wanted, wanted


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
