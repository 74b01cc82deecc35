"""What a page carries besides its article, and what only looks like it."""

import pytest

from corpus import Role, sentence_table

STORY = "The crews of the island ferries went back to work on Monday."


def role_of(line: str) -> Role:
    return sentence_table(f"{STORY}\n\n{line}\n\n{STORY}")[1].role


@pytest.mark.parametrize(
    "line",
    [
        "close",
        "Source link",
        "Scroll to Top",
        "About The Author",
        "Share | Tweet | WhatsApp",
        "No comments:",
        "Post a Comment",
        "Please read our comment policy before commenting.",
        "Getty Images",
        "Photo: AFP/Getty Images",
        "Reuters",
        "Getty Images A ferry leaves the harbour of Northport on 3 MayGetty Images",
        "Photo by Ada Lund",
        "By Ada Lund and Jon Olsen",
        "3 May 2021",
        "Published: 3 May 2021, 10:15",
        "Harbour Post News 2021",
        "Click here to receive the Harbour Letter every weekday.",
        "Sign up for our daily newsletter.",
        "Sign up for our free weekly newsletter to get the best of the Harbour Post, from "
        "tides and timetables to recipes, reviews, puzzles and the letters of our readers.",
        "Sign up for “The Morning Tide”, our daily newsletter.",
        "Sign up for “The Morning Tide,” our daily newsletter.",
        'Sign up for "The Morning Tide", our daily newsletter.',
        "Subscribe now for more stories like this.",
        "Subscribe now and never miss “The Tide”.",
        "This article was first published by “The Tide”.",
        "Get unlimited access to The Post, free for 30 days.",
        "Start your subscription today, with a free trial.",
        "Try The Harbour Post free for 1 month with unlimited access to our website.",
        "Enjoy the Harbour Post for just £2 a month.",
        "Widen your view with our award-winning journalism.",
        "Read more: How the ferries came to the islands",
        "A version of this story appeared in the Harbour Post's weekly letter.",
        "• Ada Lund can be reached at ada@post.example.",
        "I want to thank my Patreon supporters for making this possible.",
        "We use cookies to improve your visit.",
        "We use cookies as described in our policy.",
        "We use cookies and similar technologies to personalise content and advertisements, to "
        "provide social media features and to analyse our traffic, as our policy says.",
        "Accept all cookies",
        "Follow us on Twitter and Facebook.",
        "Follow Ada Lund on X: @ada",
        "Follow the reporter @ada",
        "Follow live updates on X.",
        "Follow this story on Twitter.",
        "Follow all the latest on Facebook.",
        "© 2021 The Harbour Post. All rights reserved.",
        "* * *",
        "first drop",
        "![The quay at dawn (AP)](https://post.example/quay.jpg)",
        "- ![The quay at dawn](quay.jpg)",
        f"[![The quay](quay.jpg?{'x' * 500})](https://post.example/quay)",
        "[1]: https://post.example/quay",
        '[quay]: <https://post.example/quay> "The quay"',
    ],
)
def test_this_is_boilerplate(line: str) -> None:
    assert role_of(line) is Role.BOILERPLATE


@pytest.mark.parametrize(
    "line",
    [
        "Rising costs: with 40 boats and 900 sailors, the line is the coast's largest – AP",
        "Two ministers signed a pact in June pledging higher wages for all crews and pilots",
        "Reuters reported that the talks had failed.",
        "Getty Images sued the line over a photograph.",
        "No comment was made by the union.",
        "“No comment.”",
        "The island can be reached at low tide on foot.",
        "The minister can be reached on her boat.",
        "Published in 1951, the novel made the islands famous.",
        "Copyright law of 1976 covers the songs of sailors.",
        "Sailors sleep in containers for just $20 a month.",
        "Register your boats today, the harbour master said.",
        "We found cookies in the hold.",
        "Share prices of the line fell by 4 per cent.",
        "Subscribers to the fund lost 3 million crowns.",
        "Try as they might, the crews were never free for a month.",
        "- higher wages",
        "“We gave the inspectors unlimited access to our sites,” Mr. Olsen said.",
        "We gave the inspectors unlimited access to our sites.",
        "We never accept cookies from strangers, he told the court.",
        "‘We never use cookies,’ said the cook.",
        'We use cookies as money in the "Harbour".',
        "Enjoy the parks, which are free for 10 days in July, the city told visitors.",
        "Try the cake, which is free for 3 days.",
        "Try as they might, the crews were never free for 3 days.",
        "Subscribe to that view or leave,” he told the crews.",
        "Sign up for “our small and merry fleet of e-mails!” he joked.",
        "This story first appeared on Monday when a witness came forward, police said.",
        "Join 5,000 people for just $5 on Friday, the mayor said.",
        "Follow the money on Facebook and you find Russia.",
        "[1]: The minister said so in an interview.",
        "[The quay](https://post.example/quay) was closed.",
    ],
)
def test_this_belongs_to_the_article(line: str) -> None:
    assert role_of(line) is Role.TEXT


def test_a_button_word_inside_a_paragraph_is_no_button() -> None:
    table = sentence_table("What did he want? More. News. She went home.")
    assert {row.role for row in table} == {Role.TEXT}


def test_an_offer_after_a_sentence_of_the_article_leaves_that_one_citable() -> None:
    table = sentence_table(f"{STORY} Click here to receive the Harbour Letter every weekday.")
    assert [row.role for row in table] == [Role.TEXT, Role.BOILERPLATE]
