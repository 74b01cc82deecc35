"""A harbour town's articles, of which two differ, and questions that they answer."""

TOWN = {
    "morning.md": (
        "---\ntitle: Ferries return\nsource: The Quay\ndate: 2031-05-04\n---\n\n"
        "Harbour master Ada Lund counted eleven ferries in the northern dock on Tuesday. "
        "She had expected only four of them.\n\n"
        "The ferries carry mail and wool to the outer islands. "
        "A ticket to the outer islands costs nine crowns.\n"
    ),
    "evening.md": (
        "---\ntitle: The price of the crossing\nsource: Evening Post\n---\n\n"
        "A ticket to the outer islands now costs twelve crowns. Passengers were not told.\n\n"
        "“Nobody asked us. We read it on the door,” said the teacher Ole Moe.\n"
    ),
    "lamp.txt": (
        "Keeper Tomas Brandt repaired the lighthouse lamp with a lens made in Oslo.\r\n\r\n"
        "The repair took him seven weeks because the lens had been lost at sea.\r\n"
    ),
}
TICKET = "How many crowns does a ticket to the outer islands cost?"
LAMP = "Who repaired the lamp of the lighthouse?"
