"""The server of the example sites."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from oit.cli.app import run
from oit.exampleserver import ExampleError, serve

LAYOUT = """
name: สำนักงานเขตตัวอย่าง
id: sample
start: /home/
routes:
  - {path: "/get/o05?inline=1", file: "files/a.pdf", content_type: "application/octet-stream"}
  - {path: "/get/o05", status: 403}
  - {path: "/old", status: 404, file: "home/index.html"}
  - {path: "/go", redirect: "%%OUTSIDE%%/x.html", status: 301}
  - {path: "/ไทย", file: "home/old.html", content_type: "text/html; charset=windows-874"}
  - {path: "/login", host: outside, file: "x.html"}
"""


@pytest.fixture
def folder(tmp_path):
    for name, body in {
        "server.yaml": LAYOUT.encode(),
        "site/home/index.html": b"<a href='%%OUTSIDE%%/x.html'>x</a><a href='%%SITE%%/'>y</a>",
        "site/home/old.html": "เก่า".encode("cp874"),
        "site/files/a.pdf": b"%PDF %%SITE%%",
        "outside/x.html": b"outside",
        "secret.txt": b"secret",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return tmp_path


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **more: object) -> None:
        return None


def get(url: str) -> tuple[int, bytes, str, str]:
    opener = urllib.request.build_opener(Stay)
    try:
        answer = opener.open(url, timeout=5)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return (
            answer.status,
            answer.read(),
            answer.headers["Content-Type"],
            answer.headers.get("Location", ""),
        )


def test_pages_files_routes_and_tokens(folder):
    with serve(folder) as server:
        site, outside = f"http://127.0.0.1:{server.port}", f"http://127.0.0.2:{server.port}"
        assert server.start_url == f"{site}/home/"
        assert get(server.start_url)[1] == f"<a href='{outside}/x.html'>x</a><a href='{site}/'>y</a>".encode()
        assert get(f"{site}/home")[0] == 301 and get(f"{site}/home")[3] == "/home/"
        assert get(f"{site}/get/o05?inline=1")[:3] == (200, b"%PDF %%SITE%%", "application/octet-stream")
        assert get(f"{site}/get/o05?inline=2")[0] == 403
        assert get(f"{site}/files/a.pdf")[2] == "application/pdf"
        assert get(f"{site}/old")[0] == 404
        assert get(f"{site}/go")[0::3] == (301, f"{outside}/x.html")
        assert get(f"{site}/%E0%B9%84%E0%B8%97%E0%B8%A2")[1:3] == (
            "เก่า".encode("cp874"),
            "text/html; charset=windows-874",
        )
        assert get(f"{outside}/login")[1] == get(f"{outside}/x.html")[1] == b"outside"
        assert get(f"{site}/login")[0] == get(f"{outside}/home/")[0] == 404


def test_nothing_outside_the_tree_is_served(folder):
    with serve(folder) as server:
        for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"):
            assert server.answer("site", path).status == 404


def test_what_is_no_example(folder, tmp_path):
    with pytest.raises(ExampleError, match=r"server\.yaml"):
        serve(tmp_path / "none")
    (folder / "server.yaml").write_text("name: x\nid: y\nstart: /\nrouts: []\n")
    with pytest.raises(ExampleError, match="routs"):
        serve(folder)


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        (b"name: x\nid: y\nstart: /\nrouts: []\n", "server.yaml:4: routs: unknown key"),
        (b"name: x\nid: y\n", "server.yaml:1: start: Field required"),
        (b"name: [x\n", "server.yaml:2: "),
        ("name: ก".encode("cp874"), "server.yaml: cannot be read (not UTF-8)"),
    ],
)
def test_a_faulty_layout_is_one_line_of_the_program(capsys, folder, layout, message):
    (folder / "server.yaml").write_bytes(layout)
    assert run(["example", "serve", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("oit: ") and message in err


def test_a_taken_port_is_one_line_of_the_program(capsys, folder):
    with serve(folder) as server:
        assert run(["example", "serve", str(folder), "--port", str(server.port)]) == 2
        port = server.port
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"oit: port {port} of 127.0.0.1 is taken: Address already in use\n")


def test_a_taken_port(folder):
    with serve(folder) as server, pytest.raises(ExampleError, match="taken"):
        serve(folder, server.port)
