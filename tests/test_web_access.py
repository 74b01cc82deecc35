"""Who is let in, and what of the page's framework is served."""

import base64
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup as Safe
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from index import SettingError
from qa import Settings
from qa.web.access import OnlyWithPassword
from qa.web.framework import MarkedScripts, OnlyWhatThePageUses
from qa.web.privacy import NONCE, OwnHostOnly
from tests.markup import Markup

READER = "reader:Ebbe-und-Flut-früh"
OWNER = "owner:a:colon:is:part:of:it"
VISITOR, ANOTHER = "203.0.113.7", "203.0.113.8"


def served(*around: Middleware) -> Starlette:
    """An application that says what it was asked for, with something around it."""

    def say(request: Request) -> Response:
        return PlainTextResponse(request.url.path)

    return Starlette(
        routes=[Route("/{rest:path}", say, methods=["GET", "POST"])], middleware=around
    )


def visiting(app: Starlette, address: str) -> TestClient:
    return TestClient(app, client=(address, 50_000))


def basic(login: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}


def assert_problem(response: Any, status: int, error: str) -> str:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["error"]) == (status, error)
    return str(problem["detail"])


@pytest.fixture
def guarded() -> Starlette:
    return served(Middleware(OnlyWithPassword, logins=(READER, OWNER)))


@pytest.fixture
def visitor(guarded: Starlette) -> Iterator[TestClient]:
    with visiting(guarded, VISITOR) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/web/page.js", "/mcp", "/api/v1/health/", "/api/v1/ask"])
def test_without_a_password_nothing_is_served(visitor: TestClient, path: str) -> None:
    response = visitor.get(path)
    assert_problem(response, 401, "PasswordNeeded")
    assert response.headers["www-authenticate"].startswith("Basic realm=")
    assert visitor.post(path).status_code == 401


@pytest.mark.parametrize("login", [READER, OWNER])
def test_with_it_everything_is(visitor: TestClient, login: str) -> None:
    assert visitor.get("/read", headers=basic(login)).text == "/read"


@pytest.mark.parametrize(
    "headers",
    [
        basic("reader:Ebbe-und-Flut"),
        basic("reader"),
        basic("owner:Ebbe-und-Flut-früh"),
        basic(":"),
        {"Authorization": "Basic"},
        {"Authorization": "Basic ~~~"},
        {"Authorization": f"Bearer {READER.encode().hex()}"},
    ],
)
def test_what_is_no_login_is_none(visitor: TestClient, headers: dict[str, str]) -> None:
    assert_problem(visitor.get("/read", headers=headers), 401, "PasswordNeeded")


def test_whether_it_is_healthy_is_told_to_everybody(visitor: TestClient) -> None:
    assert visitor.get("/api/v1/health").text == "/api/v1/health"


def test_who_guesses_is_stopped_and_others_are_not(guarded: Starlette, visitor: TestClient) -> None:
    guesses = [visitor.get("/", headers=basic(f"reader:{n}")).status_code for n in range(11)]
    assert guesses == [401] * 10 + [429]
    refused = visitor.get("/", headers=basic(READER))
    assert_problem(refused, 429, "TooManyRequests")
    assert int(refused.headers["retry-after"]) > 50
    with visiting(guarded, ANOTHER) as another:
        assert another.get("/", headers=basic(READER)).status_code == 200


def test_a_program_with_an_old_password_keeps_nobody_out(visitor: TestClient) -> None:
    for _ in range(30):
        assert visitor.get("/", headers=basic("reader:old")).status_code == 401
    assert visitor.get("/", headers=basic(READER)).status_code == 200


def test_passwords_are_told_to_nobody() -> None:
    settings = Settings(auth=SecretStr(READER))
    assert settings.logins == (READER,)
    assert "Ebbe" not in f"{settings!r} {settings} {settings.model_dump_json()}"


@pytest.mark.parametrize("auth", ["just-a-password", "reader:", ":secret-word", "a:secret-word b"])
def test_a_login_without_a_name_or_a_password_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, auth: str
) -> None:
    monkeypatch.setenv("CV_AUTH", auth)
    with pytest.raises(SettingError, match=r"CV_AUTH: .*NAME:PASSWORD") as caught:
        Settings.load()
    assert "secret-word" not in str(caught.value)
    assert "just-a-password" not in str(caught.value)


@pytest.mark.parametrize(
    ("auth", "logins"), [("", ()), ("off", ()), (f" {READER}  {OWNER} ", (READER, OWNER))]
)
def test_several_may_have_a_login(auth: str, logins: Sequence[str]) -> None:
    assert Settings(auth=SecretStr(auth)).logins == logins


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "articles.example"])
def test_others_reach_the_page_only_where_somebody_decided_who(host: str) -> None:
    with pytest.raises(SettingError, match="CV_AUTH=NAME:PASSWORD") as caught:
        Settings(host=host).check_reach()
    assert f"CV_HOST={host}" in str(caught.value)
    for auth in (READER, "off"):
        Settings(host=host, auth=SecretStr(auth)).check_reach()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_alone_no_password_is_needed(host: str) -> None:
    Settings(host=host).check_reach()


def test_only_scripts_of_the_template_itself_are_marked() -> None:
    source = "<script>a()</script><script src='b.js'></script>{{ told }}<scripture>"
    environment = Environment(
        loader=DictLoader({"page": source}), autoescape=True, extensions=[MarkedScripts]
    )
    request = Request({"type": "http", NONCE: "n0nce"})
    page = environment.get_template("page").render(
        request=request, told=Safe("<script>evil()</script>")
    )
    assert page == (
        '<script nonce="n0nce">a()</script><script nonce="n0nce" src=\'b.js\'></script>'
        "<script>evil()</script><scripture>"
    )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/assets/index.js", 200),
        ("POST", "/gradio_api/queue/join", 200),
        ("POST", "/gradio_api/upload", 404),
        ("POST", "/gradio_api/run/ask", 404),
        ("POST", "/gradio_api/heartbeat/x", 404),
        ("GET", "/gradio_api/file=/etc/passwd", 404),
        ("GET", "/gradio_api/proxy=https://elsewhere.example", 404),
        ("GET", "/config", 404),
        ("GET", "/monitoring", 404),
    ],
)
def test_of_the_framework_only_what_the_page_uses_is_served(
    method: str, path: str, status: int
) -> None:
    with visiting(served(Middleware(OnlyWhatThePageUses)), VISITOR) as client:
        assert client.request(method, path).status_code == status


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_who_types_a_wrong_address_sees_a_page_that_says_so() -> None:
    with visiting(served(Middleware(OnlyWhatThePageUses)), VISITOR) as client:
        response = client.get("/Read/lamp.txt", headers={"Accept": BROWSER})
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    shown = Markup(response.text)
    assert shown.texts("h1") == ["There is nothing at this address"]
    assert "/" in shown.attributes("a", "href")


@pytest.mark.parametrize(("method", "accept"), [("GET", "*/*"), ("POST", BROWSER)])
def test_a_program_at_a_wrong_address_is_told_of_a_problem(method: str, accept: str) -> None:
    with visiting(served(Middleware(OnlyWhatThePageUses)), VISITOR) as client:
        response = client.request(method, "/Read/lamp.txt", headers={"Accept": accept})
    assert_problem(response, 404, "NotFound")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/", ""),
        ("/theme.css", ""),
        ("/gradio_api/heartbeat/x", ""),
        ("/gradio_api/queue/data", "session_hash=x"),
    ],
)
def test_the_framework_is_told_no_more_of_an_address_than_the_page_asks_with(
    path: str, query: str
) -> None:
    def say(request: Request) -> Response:
        return PlainTextResponse(request.url.query)

    app = Starlette(
        routes=[Route("/{rest:path}", say)], middleware=[Middleware(OnlyWhatThePageUses)]
    )
    with visiting(app, VISITOR) as client:
        assert client.get(f"{path}?session_hash=x").text == query


HOST = "127.0.0.1:7860"
SITE = "articles.example"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": f"http://{HOST}"}, 200),
        ({"Origin": f"http://{SITE}", "X-Forwarded-Host": SITE}, 200),
        ({"Origin": f"http://{SITE}"}, 403),
        ({"Origin": "http://elsewhere.example", "X-Forwarded-Host": SITE}, 403),
        ({"Origin": "http://elsewhere.example", "X-Forwarded-Host": ""}, 403),
        ({"Origin": "null", "X-Forwarded-Host": ""}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": ""}, 403),
        (
            {
                "Origin": f"http://{SITE}",
                "X-Forwarded-Host": SITE,
                "Sec-Fetch-Site": "cross-site",
            },
            403,
        ),
    ],
)
def test_only_the_site_by_whose_name_the_page_is_asked_may_change_something(
    headers: dict[str, str], status: int
) -> None:
    with TestClient(served(Middleware(OwnHostOnly)), base_url=f"http://{HOST}") as client:
        response = client.post("/ask", headers=headers)
    if status == 403:
        assert_problem(response, 403, "OtherSite")
    assert response.status_code == status
    assert response.headers["x-frame-options"] == "DENY"


def test_no_other_site_is_let_say_by_which_name_the_page_was_asked() -> None:
    app = served(Middleware(OwnHostOnly), Middleware(CORSMiddleware))
    with TestClient(app, base_url=f"http://{HOST}") as client:
        asked_before = client.options(
            "/ask",
            headers={
                "Origin": "http://elsewhere.example",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "x-forwarded-host",
            },
        )
    assert asked_before.status_code == 400
    assert "access-control-allow-origin" not in asked_before.headers


def test_every_response_is_kept_from_other_sites_and_caches() -> None:
    app = served(Middleware(OwnHostOnly), Middleware(OnlyWithPassword, logins=[READER]))
    with visiting(app, VISITOR) as client:
        for response in (client.get("/api/v1/health"), client.get("/read/lamp.txt")):
            headers = response.headers
            assert headers["cache-control"] == "no-store"
            assert headers["x-frame-options"] == "DENY"
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "script-src" not in headers["content-security-policy"]
        # After an upgrade a browser must not go on with the scripts of before.
        assert client.get("/web/page.js").headers["cache-control"] == "no-cache"
        assert "cache-control" not in client.get("/static/img/logo.svg").headers


@pytest.mark.parametrize(
    ("path", "is_kept"),
    [
        ("/assets/index-DphvyggB.js", True),
        ("/assets/KaTeX_AMS-Regular-BQh-F_Y1.woff2", True),
        ("/assets/index.js", False),
        ("/assets/new/index.js", False),
        ("/static/index-DphvyggB.js", False),
    ],
)
def test_a_file_that_is_named_by_its_content_is_never_asked_for_again(
    path: str, is_kept: bool
) -> None:
    with visiting(served(Middleware(OwnHostOnly)), VISITOR) as client:
        told = client.get(path).headers.get("cache-control")
    assert told == ("max-age=31536000, immutable" if is_kept else None)


def test_a_file_that_was_refused_is_asked_for_again_and_none_on_the_way_keeps_it() -> None:
    around = Middleware(OwnHostOnly), Middleware(OnlyWithPassword, logins=[READER])
    with visiting(served(*around), VISITOR) as client:
        refused = client.get("/assets/index-DphvyggB.js")
        assert refused.status_code == 401
        assert "cache-control" not in refused.headers
        given = client.get("/assets/index-DphvyggB.js", headers=basic(READER))
        assert "public" not in given.headers["cache-control"]


def test_no_two_pages_have_the_same_nonce() -> None:
    with visiting(served(Middleware(OwnHostOnly)), VISITOR) as client:
        policies = [client.get("/").headers["content-security-policy"] for _ in range(2)]
    assert policies[0] != policies[1]
    assert all("'nonce-" in each and "script-src 'self'" in each for each in policies)
    scripts = policies[0].split("script-src ")[1].split(";")[0]
    assert "'unsafe-inline'" not in scripts
