"""Visits to servers as they like them: robots.txt first, pauses between, redirects looked at, patience when asked for."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kliping.fetching import policy, robots
from kliping.fetching.client import Client
from kliping.fetching.policy import Answer, Bounds, Trouble

NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})


class Visits:
    """One run's visits: what each host asked for, and when it may be asked next."""

    def __init__(self, agent: str, bounds: Bounds) -> None:
        self.client, self.bounds = Client(agent, bounds), bounds
        self.rules: dict[str, robots.Rules | Trouble] = {}
        self.due: dict[str, float] = {}
        self.away: dict[str, Trouble] = {}

    def get(
        self,
        url: str,
        headers: Mapping[str, str] = NO_HEADERS,
        method: str = "GET",
        *,
        conditional_at: str = "",
        is_start: bool = False,
    ) -> Answer | Trouble:
        """The answer from where an address leads, or its start; `headers` are sent to `conditional_at`, if that is named."""
        seen = list[str]()
        here = url
        while True:
            if here in seen:
                return Trouble("leads back to itself", policy.BY_HAND)
            if len(seen) > self.bounds.hops:
                return Trouble(f"leads on more than {self.bounds.hops} times", policy.BY_HAND)
            seen.append(here)
            if wrong := self.forbidden(here):
                return wrong
            sent = headers if here == (conditional_at or url) else NO_HEADERS
            answer = self.patiently(here, method, sent, is_first=len(seen) == 1, is_start=is_start)
            if isinstance(answer, Trouble) or not (there := location(answer)):
                return answer
            to = policy.led(here, there)
            if isinstance(to, Trouble):
                return to
            here = to

    def forbidden(self, url: str) -> Trouble | None:
        """Why an address may not be asked: its host is away, or the site's robots.txt says so."""
        where = policy.origin(url)
        if where not in self.rules:
            self.rules[where] = self.read_rules(where)
        rules = self.rules[where]
        if isinstance(rules, Trouble):
            return rules
        if robots.may(rules, url):
            return None
        return Trouble("the site's robots.txt does not allow it", policy.BY_HAND, is_refused=True)

    def read_rules(self, where: str) -> robots.Rules | Trouble:
        """What a site's robots.txt says; without one all is allowed, and if it cannot be read nothing is (RFC 9309)."""
        url = f"{where}/robots.txt"
        for _ in range(self.bounds.hops + 1):
            answer = self.asked(url, self.bounds.robots, is_cut=True)
            if isinstance(answer, Trouble):
                if answer.is_away or answer.is_refused:
                    return answer
                what = f"the site's robots.txt could not be read: {answer.what}"
                return Trouble(what, policy.LATER, is_refused=True)
            if to := location(answer):
                led = policy.led(url, to)
                if isinstance(led, Trouble):
                    return robots.NOTHING_ASKED
                url = led
                continue
            if answer.status in policy.BUSY or answer.status >= 500:
                what = f"the site's robots.txt could not be read ({answer.status})"
                return Trouble(what, policy.LATER, is_refused=True)
            is_there = 200 <= answer.status < 300
            return robots.parse(answer.body.decode("utf-8", "replace")) if is_there else robots.NOTHING_ASKED
        return robots.NOTHING_ASKED

    def patiently(
        self, url: str, method: str, headers: Mapping[str, str], *, is_first: bool, is_start: bool
    ) -> Answer | Trouble:
        """Ask when it is time, and again when the server says that it is too early, within limits."""
        host = policy.host_of(url)
        if is_first:  # where it leads is one visit with where it began
            self.rest(self.due.get(host, 0) - time.monotonic())
        most = self.bounds.start if is_start else self.bounds.page
        tried = 1
        while True:
            answer = self.asked(url, most, method, headers, is_cut=is_start)
            self.due[host] = time.monotonic() + self.pause_of(url)
            if isinstance(answer, Trouble) or answer.status not in policy.BUSY:
                return answer
            told = policy.waits(answer.headers)
            seconds = self.bounds.wait_unsaid if told is None else told
            if tried == self.bounds.tries or seconds > self.bounds.wait:
                trouble = policy.wrong(answer)
                assert trouble is not None, "who is busy gives no page"
                self.away[host] = dataclasses.replace(trouble, what=f"the server {trouble.what}")
                return self.away[host]
            self.rest(seconds)
            tried += 1

    def asked(
        self,
        url: str,
        most: int,
        method: str = "GET",
        headers: Mapping[str, str] = NO_HEADERS,
        *,
        is_cut: bool = False,
    ) -> Answer | Trouble:
        """One request; a host that is away is not asked again in this run."""
        host = policy.host_of(url)
        if host in self.away:
            return self.away[host]
        answer = self.client.ask(url, most, method, headers, is_cut=is_cut)
        if isinstance(answer, Trouble) and answer.is_away:
            self.away[host] = answer
        return answer

    def pause_of(self, url: str) -> float:
        """Seconds between two requests: ours, or more if the site asks for more, within reason."""
        rules = self.rules.get(policy.origin(url))
        delay = rules.delay if isinstance(rules, robots.Rules) else 0
        return max(self.bounds.pause, min(delay, self.bounds.longest_pause))

    def rest(self, seconds: float) -> None:
        if seconds > 0:
            time.sleep(seconds)


def location(answer: Answer) -> str:
    """Where an answer leads, if it does."""
    return answer.headers.get("location", "") if answer.status in policy.REDIRECTS else ""
