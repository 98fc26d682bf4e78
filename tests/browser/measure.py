"""What is measured on a page that is open in a browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# `target-size` is WCAG 2.2 AA; axe leaves it off until asked.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is shown now: rule and places."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:4]]}" for each in found]


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways; empty when it does not."""
    found: list[str] = page.evaluate("""() => {
      const wide = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= wide) return [];
      const out = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > wide + 1);
      return [document.documentElement.scrollWidth + ' px in ' + wide,
        ...out.slice(0, 5).map(one => one.tagName + '.' + one.className + ' ' + one.textContent.trim().slice(0, 40))];
    }""")
    return found


def too_small(page: Page) -> list[str]:
    """Links less than 24 px high that stand alone; links within running text are excepted (WCAG 2.2, 2.5.8)."""
    found: list[str] = page.evaluate("""() => [...document.links].filter(one => {
      if (one.closest('.text, .skip')) return false;
      const words = one.closest('li, p, h1, h2, h3, dd, div').textContent.trim();
      const alone = one.closest('nav, .links, .colophon') || words === one.textContent.trim();
      return alone && one.getBoundingClientRect().height < 24;
    }).map(one => one.getBoundingClientRect().height.toFixed(1) + ' px: ' + one.textContent.trim())""")
    return found


STOPS = """[...document.querySelectorAll('a[href], summary, input, button, select, textarea, [tabindex="0"]')]
  .filter(one => one.checkVisibility() && !one.disabled)"""


def stops(page: Page) -> int:
    """How many stops Tab makes on the page: links, folds and fields that are not folded away."""
    return int(page.evaluate(f"{STOPS}.length"))


def focused(page: Page) -> dict[str, Any]:
    """The element that has the focus: what it is, which stop, whether it is in view, the outline around it."""
    found: dict[str, Any] = page.evaluate(f"""() => {{
      const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
      return {{tag: one.tagName, name: one.textContent.trim(), index: {STOPS}.indexOf(one),
        outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth), color: style.outlineColor,
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 4}};
    }}""")
    return found


def structure(page: Page) -> dict[str, Any]:
    """Language, title, headings, landmarks and the names of links."""
    found: dict[str, Any] = page.evaluate("""() => ({
      language: document.documentElement.lang,
      title: document.title,
      headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(one => +one.tagName[1]),
      nameless: [...document.querySelectorAll('a')].filter(one => !one.textContent.trim()).map(one => one.outerHTML),
      landmarks: ['body > header', 'main', 'body > footer'].map(each => document.querySelectorAll(each).length),
      navigations: [...document.querySelectorAll('nav')].map(one => one.getAttribute('aria-label')),
      unlabelled: [...document.querySelectorAll('section, aside')].filter(one => {
        const label = document.getElementById(one.getAttribute('aria-labelledby'));
        return !(label ? label.textContent : one.ariaLabel || '').trim();
      }).length,
    })""")
    return found


def headlines(page: Page, site: str) -> list[tuple[str, str, str]]:
    """Every headline that leads to an article, not the names of outlets that do: slug, language, direction."""
    found: list[tuple[str, str, str]] = page.evaluate(
        """prefix => [...document.querySelectorAll('main a')]
          .filter(one => one.href.startsWith(prefix) && !one.closest('p.same'))
          .map(one => [one.href.slice(prefix.length).split('/')[2], one.closest('[lang]').lang,
            getComputedStyle(one).direction])""",
        f"{site}articles/",
    )
    return found


def color(page: Page, name: str = "backgroundColor") -> tuple[float, ...]:
    """A colour of the body, as red, green and blue."""
    return rgb(str(page.evaluate(f"getComputedStyle(document.body).{name}")))


def rgb(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text[text.index("(") + 1 : -1].split(",")[:3])


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The contrast of two colours by WCAG 2.2, 1 to 21."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def luminance(color: tuple[float, ...]) -> float:
    """The relative luminance by WCAG 2.2, 0 to 1."""
    parts = (part / 255 for part in color)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def cut_off(page: Page) -> list[str]:
    """Text that a box hides because it does not fit; what may be scrolled to, and what is for listeners only, is not."""
    found: list[str] = page.evaluate("""() => [...document.querySelectorAll('body *')].filter(one => {
      const style = getComputedStyle(one), hides = /hidden|clip/;
      if (one.tagName === 'INPUT' || one.clientWidth < 2 || !one.textContent.trim()) return false;
      return hides.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1
        || hides.test(style.overflowY) && one.scrollHeight > one.clientHeight + 1;
    }).map(one => one.tagName + '.' + one.className + ' ' + one.textContent.trim().slice(0, 40))""")
    return found


def faint(page: Page, least: float) -> list[str]:
    """Text whose contrast with the ground behind it is below `least`."""
    found: list[list[str]] = page.evaluate("""() => {
      const ground = one => {
        for (; one; one = one.parentElement) {
          const found = getComputedStyle(one).backgroundColor;
          if (!/^rgba.*, 0\\)$|transparent/.test(found)) return found;
        }
        return getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)';
      };
      return [...document.querySelectorAll('body, body *')]
        .filter(one => [...one.childNodes].some(each => each.nodeType === 3 && each.data.trim()) && one.checkVisibility())
        .map(one => [getComputedStyle(one).color, ground(one), one.tagName + ' ' + one.textContent.trim().slice(0, 40)]);
    }""")
    return [f"{text}: {ink} on {paper}" for ink, paper, text in found if contrast(rgb(ink), rgb(paper)) < least]


def moving(page: Page) -> list[str]:
    """What moves on the page, or would when it changes."""
    found: list[str] = page.evaluate("""() => [document.documentElement, ...document.querySelectorAll('body, body *')]
      .filter(one => {
        const style = getComputedStyle(one), times = style.transitionDuration + ',' + style.animationDuration;
        return times.split(',').some(each => parseFloat(each) > 0.01) || style.scrollBehavior === 'smooth';
      }).map(one => one.tagName + '.' + one.className)""")
    return found


def watch_shifts(page: Page) -> None:
    """Let the next page note each shift of its layout."""
    page.add_init_script("""window.shifts = [];
      new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(one => one.value)))
        .observe({type: 'layout-shift', buffered: true});""")


def shift(page: Page) -> float:
    """By how much the layout has shifted, after the page was read to its end."""
    total: float = page.evaluate("""async () => {
      const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
      for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) { scrollTo(0, y); await painted(); }
      await painted();
      return window.shifts.reduce((sum, one) => sum + one, 0);
    }""")
    return total
