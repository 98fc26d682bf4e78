"""The page that says in plain words what feeds are, and where those of the site lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kliping.site import channels
from kliping.site.assemble import Site
from kliping.site.channels import Channel
from kliping.site.contexts import FeedGroup, FeedLine, FollowPage, Link, Page
from kliping.site.links import site_feed, topic_links
from kliping.site.wording import Wording

ADDRESS = "follow/"
LIST = "opml.xml"


def page(site: Site, wording: Wording) -> Page:
    """The page with the addresses of all feeds."""
    title = wording.gettext("Follow this site")
    found = tuple(groups(list(channels.of(site, wording)), site, wording))
    description = f"{title} – {site.settings.title}"
    return Page(ADDRESS, "follow.html", FollowPage(title, description, (site_feed(site.settings),), found, LIST))


def groups(every: Sequence[Channel], site: Site, wording: Wording) -> Iterator[FeedGroup]:
    """The site's own feeds, those of each topic, those of outlets."""
    _, base = wording.gettext, site.settings.base_url
    own = [each for each in every if not each.group.address]
    yield FeedGroup(_("Everything"), "", tuple(line(each, base) for each in own))
    for link in topic_links(site, wording):
        if mine := [each for each in every if each.group.address == link.address]:
            yield FeedGroup(link.title, link.address, tuple(line(each, base) for each in mine))
    if outlets := [each for each in every if each.group.address.startswith("outlets/")]:
        yield FeedGroup(_("Outlets"), "outlets/", tuple(line(each, base) for each in outlets))


def line(channel: Channel, base: str) -> FeedLine:
    feed = channel.feed
    formats = (("RSS", feed.address), ("Atom", feed.atom), ("JSON Feed", feed.json))
    links = tuple(Link(title, address, 0, "") for title, address in formats if address)
    return FeedLine(channel.name, channel.description, base + feed.address, links)
