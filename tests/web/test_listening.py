"""The socket that browsers connect to."""

import socket

import pytest

from bot.app import listening
from bot.errors import SettingsError


def test_no_page_waits_for_the_acknowledgement_of_its_head() -> None:
    with listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken_is_told_with_the_setting_to_change() -> None:
    with listening("127.0.0.1", 0) as taken, pytest.raises(SettingsError, match="THORBECKE_WEB_PORT: cannot listen"):
        listening("127.0.0.1", taken.getsockname()[1])
