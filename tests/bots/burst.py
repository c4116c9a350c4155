"""A burst of discord.py beyond the rate limit: all of it arrives, once and in order, and no request
is wasted on a closed door."""

import asyncio
import os
import re
import sys
from urllib.parse import urlsplit

import aiohttp
import discord
import yarl

SERVER, CHANNEL = os.environ["SERVER"], int(os.environ["CHANNEL"])
BURST = [f"burst {number}" for number in range(12)]
LEFT_S = 2
"""Left of a window when the burst begins, so that it meets a full bucket."""

discord.http.Route.BASE = f"{SERVER}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(
    f"ws://{urlsplit(SERVER).netloc}/gateway"
)


class Session(discord.Client):
    """Sends the burst once it is ready."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, messages=True, message_content=True))
        self.failure: BaseException | None = None
        self.task: asyncio.Task[None] | None = None

    async def on_ready(self) -> None:
        if self.task is None:
            self.task = asyncio.create_task(self.go())

    async def go(self) -> None:
        try:
            async with aiohttp.ClientSession() as self.direct:
                await self.burst()
        except BaseException as failure:
            print(f"FAILED: {failure!r}", file=sys.stderr)
            self.failure = failure
        finally:
            await self.close()

    async def fill_bucket(self) -> None:
        """Fills the bucket behind the library's back."""
        headers = {"Authorization": f"Bot {os.environ['BOT_TOKEN']}"}
        url = f"{SERVER}/api/v10/channels/{CHANNEL}/messages"
        while True:
            async with self.direct.post(url, headers=headers, json={"content": "filler"}) as answer:
                body = await answer.json()
                if answer.status == 200:
                    continue
                assert answer.status == 429, body
            if body["retry_after"] >= LEFT_S:
                return
            await asyncio.sleep(body["retry_after"])

    async def refusals(self) -> tuple[int, int]:
        """Of a bucket, and all others."""
        async with self.direct.get(f"{SERVER}/metrics") as answer:
            metrics = await answer.text()
        found = re.findall(r'confab_rate_limited_total\{scope="(\w+)"\} (\d+)', metrics)
        counts = {scope: int(count) for scope, count in found}
        route = counts.pop("route", 0)
        return route, sum(counts.values())

    async def burst(self) -> None:
        channel = self.get_channel(CHANNEL)
        assert isinstance(channel, discord.TextChannel)
        await self.fill_bucket()
        before, _ = await self.refusals()
        for content in BURST:
            await channel.send(content)
        after, others = await self.refusals()
        messages = [message.content async for message in channel.history(limit=100)]
        found = [content for content in reversed(messages) if content != "filler"]
        assert found == BURST, found
        refused = after - before
        assert 1 <= refused <= 4, f"{refused} requests were refused"
        assert others == 0, f"{others} requests met another limit"
        print(f"discord.py: a burst of {len(BURST)} arrived, {refused} requests were refused")


def main() -> int:
    session = Session()
    session.run(os.environ["BOT_TOKEN"])
    return 1 if session.task is None or session.failure is not None else 0


if __name__ == "__main__":
    sys.exit(main())
