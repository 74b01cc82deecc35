"""What is judged where a kind of answer is unmistakably asked for, or something for each."""

from qa.choosing import choose
from qa.reader import Reader
from qa.reading import Reading
from qa.refusing import THRESHOLD, Judged, judge, parted, reason_for
from tests.found_sentences import EVENING, Marking, found, hit, read, texts

LEFT = "At what time did the ferry leave?"
MONDAY = "The ferry left on Monday."
SIX = "At six in the morning the ferry cast off."
PAID = "How much does the town earn per ferry?"
IN_ALL = "The town has earned 500 crowns from its ferries."
EACH = "It gets nine crowns a month for each ferry."


def told(judged: Judged) -> list[str]:
    return texts(choose([judged.reading]).evidence)


def test_a_day_is_no_answer_where_a_time_of_day_is_asked_for() -> None:
    judged = judge(read(LEFT, found(hit(MONDAY, 0.95), hit("The ferry left.", 0.9))))
    assert judged.confidence == 0
    assert judged.whole.evidence[0].text == MONDAY, "that is still what comes nearest"
    assert reason_for(judged) == (
        "No time of day stands in the sentence that comes nearest to the question."
    )
    assert judge(read("When did the ferry leave?", found(hit(MONDAY, 0.95)))).confidence > THRESHOLD


def test_what_tells_the_time_of_day_answers_before_what_is_nearer_and_does_not() -> None:
    judged = judge(read(LEFT, found(hit(MONDAY, 0.95), hit(SIX, 0.8))))
    assert judged.confidence > THRESHOLD
    assert told(judged) == [SIX]


def test_a_time_of_day_of_something_else_is_no_answer_either() -> None:
    judged = judge(read(LEFT, found(hit(MONDAY, 0.95), hit("Gulls cry at dawn.", 0.1))))
    assert judged.confidence < THRESHOLD
    assert judged.whole.evidence[0].text == MONDAY
    assert "No time of day" in reason_for(judged)


def test_a_sentence_that_is_nearer_than_the_one_with_a_time_is_not_said_to_be_missing() -> None:
    asked = "At what time did Ada Lund leave?"
    near, late = hit("Ada Lund left on Monday.", 0.95), hit("The last ferry left at 23:10.", 0.49)
    judged = judge(read(asked, found(near, late)))
    assert judged.confidence < THRESHOLD
    assert reason_for(judged).startswith("No time of day stands")


def test_of_two_things_asked_the_time_of_day_can_be_what_is_not_said() -> None:
    day = judge(read("On what day did the ferry leave?", found(hit(MONDAY, 0.95))))
    hour = judge(read("at what time did it leave?", found(hit(MONDAY, 0.95))))
    answered, unanswered = parted([day, hour])
    assert [reading.part for reading in answered] == ["On what day did the ferry leave?"]
    assert unanswered == ["at what time did it leave?"]


def for_each(in_all: float, each: float) -> Reading:
    reader: Reader = Marking({})
    return read(PAID, found(hit(IN_ALL, in_all), hit(EACH, each, EVENING)), reader=reader)


def test_what_is_told_for_each_answers_before_a_total_that_is_little_nearer() -> None:
    assert told(judge(for_each(0.90, 0.80))) == [EACH]


def test_a_total_answers_where_nothing_near_it_is_told_for_each() -> None:
    assert told(judge(for_each(0.90, 0.50)))[0] == IN_ALL
    assert judge(for_each(0.90, 0.50)).confidence > THRESHOLD


def test_a_total_is_not_put_away_where_what_is_told_for_each_is_nearer() -> None:
    reading = for_each(0.70, 0.90)
    assert judge(reading).reading.evidence == reading.evidence
