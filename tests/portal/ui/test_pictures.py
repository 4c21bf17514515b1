# SPDX-License-Identifier: AGPL-3.0-or-later
"""Public pictures are served, and nothing else of the folder of files."""

import pytest

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000154a24f5f0000000049454e44ae426082"
)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "documents", "original_images"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "foto.png").write_bytes(PNG)
    (tmp_path / "images" / "pagina.html").write_text("<script>alert(1)</script>")
    (tmp_path / "images" / "foto.svg").write_text("<svg onload='alert(1)'/>")
    return tmp_path


def test_a_rendition_is_served_with_its_type_and_no_guessing(client, media):
    response = client.get("/media/images/foto.png")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == PNG


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/media/documents/foto.png",
        "/media/original_images/foto.png",
        "/media/images/",
        "/media/images/pagina.html",
        "/media/images/foto.svg",
        "/media/images/../documents/foto.png",
        "/media/images/%2e%2e/documents/foto.png",
        "/media/images/..%2fdocuments/foto.png",
        "/media/foto.png",
    ],
)
# THREATS: 15
def test_nothing_else_is_served(client, media, path):
    assert client.get(path).status_code == 404
