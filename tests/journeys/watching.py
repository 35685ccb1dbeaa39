"""Listening to pages: errors in the console, broken content policy, requests to other hosts."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request

# Chromium counts an answer such as 404 or 422 to the page itself as an error of the console.
OWN_STATUS = "Failed to load resource: the server responded with a status of 4"

# What is logged of a request without any answer; why is a line of the browser's own.
CUT_OFF = (
    "An unknown error occurred when fetching the script.",
    "htmx:afterRequest",
    "htmx:sendError",
)


@dataclass
class Watch:
    """Collects what pages complain about."""

    complaints: list[str] = field(default_factory=list)

    def follow(self, page: Page, origin: str) -> None:
        """Listen to a page of the server at `origin` from now on."""

        def on_console(message: ConsoleMessage) -> None:
            is_own_status = message.text.startswith(OWN_STATUS) and message.location[
                "url"
            ].startswith(page.url.split("#")[0])
            # On a busy machine the font is used seconds after it was fetched; nothing is wrong.
            # A test that takes the network away wants the browser to notice.
            # A worker that was being fetched then, and a draft on its way, say so in other words.
            is_cut_off = "net::ERR_INTERNET_DISCONNECTED" in message.text or (
                message.text.startswith(CUT_OFF)
            )
            is_late_font = "was preloaded using link preload but not used" in message.text
            is_expected = is_own_status or is_late_font or is_cut_off
            if message.type in {"error", "warning"} and not is_expected:
                self.complaints.append(f"{page.url}: {message.text}")

        def on_request(request: Request) -> None:
            if not request.url.startswith((origin, "data:")):
                self.complaints.append(f"{page.url} asked for {request.url}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", on_request)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', event => console.error("
            "'policy broken: ' + event.violatedDirective + ' ' + event.blockedURI))"
        )
