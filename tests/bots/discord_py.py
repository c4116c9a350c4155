"""A whole session of discord.py, changed in nothing but its two addresses."""

import asyncio
import base64
import io
import json
import os
import sys
from urllib.parse import urlsplit

import aiohttp
import discord
import yarl

SERVER, RELAY, CONTROL = (os.environ[name] for name in ("SERVER", "RELAY", "CONTROL"))
GUILD, CHANNEL = int(os.environ["GUILD"]), int(os.environ["CHANNEL"])
BOT, MEMBER = int(os.environ["BOT"]), int(os.environ["MEMBER"])
HISTORY = 130
CANNOT_MESSAGE_USER = 50_007
# The smallest picture.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

discord.http.Route.BASE = f"{RELAY}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(
    f"ws://{urlsplit(RELAY).netloc}/gateway"
)


class Session(discord.Client):
    """Goes through the steps once it is ready; the first that fails ends it."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(
            guilds=True, members=True, messages=True, message_content=True,
        ))
        self.passed = 0
        self.is_through = False
        self.heard: list[str] = []
        self.started = False

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message.content)

    async def on_ready(self) -> None:
        # Ready comes again when a session could not be resumed: the last step would then fail.
        if self.started:
            return
        self.started = True
        self.task = asyncio.create_task(self.go())

    async def go(self) -> None:
        steps = [
            self.logs_in, self.sees_the_guild_and_its_channels, self.sees_the_members,
            self.hears_a_message_and_answers_it,
            self.sends_files_changes_them_and_reads_them_back, self.pages_through_the_history,
            self.resumes_with_what_it_missed_once_and_in_order,
            self.shows_an_embed_and_changes_it, self.shows_a_file_of_its_own_in_an_embed,
            self.opens_a_thread_talks_in_it_and_archives_it,
            self.writes_to_a_member_is_answered_and_is_refused_once_it_is_blocked,
        ]
        try:
            async with aiohttp.ClientSession() as self.direct:
                for step in steps:
                    await step()
                    self.passed += 1
                    print(f"ok: {step.__name__.replace('_', ' ')}", flush=True)
            self.is_through = True
        except BaseException as failure:
            print(f"FAILED: {step.__name__}: {failure!r}", file=sys.stderr)
        finally:
            await self.close()

    async def asks(self, method: str, path: str, body: dict[str, object]) -> str:
        """The member asks the server straight, past the relay."""
        headers = {"Authorization": f"Bearer {os.environ['MEMBER_TOKEN']}"}
        url = f"{SERVER}/api{path}"
        async with self.direct.request(method, url, headers=headers, json=body) as response:
            assert response.ok, await response.text()
            return await response.text()

    async def says(self, content: str, where: int = CHANNEL) -> int:
        said = await self.asks("POST", f"/v10/channels/{where}/messages", {"content": content})
        return int(json.loads(said)["id"])

    async def hears(self, content: str) -> discord.Message:
        return await self.wait_for("message", check=lambda message: message.content == content)

    async def logs_in(self) -> None:
        assert self.user is not None and self.user.id == BOT
        assert self.user.bot

    async def sees_the_guild_and_its_channels(self) -> None:
        guild, channel = self.get_guild(GUILD), self.get_channel(CHANNEL)
        assert guild is not None and guild.name == "The Guild"
        assert isinstance(channel, discord.TextChannel) and channel.name == "general"
        assert [room.name for room in guild.voice_channels] == ["Lounge"]

    async def sees_the_members(self) -> None:
        guild = self.get_guild(GUILD)
        assert guild is not None
        expected = ["ada", "herald", "owner"]
        await guild.chunk()
        assert sorted(member.name for member in guild.members) == expected
        fetched = [member.name async for member in guild.fetch_members()]
        assert sorted(fetched) == expected, fetched

    async def hears_a_message_and_answers_it(self) -> None:
        hearing = asyncio.create_task(self.hears("hello bot"))
        said = await self.says("hello bot")
        message = await hearing
        assert message.id == said and message.author.id == MEMBER
        answer = await message.reply("hello ada")
        assert answer.reference is not None and answer.reference.message_id == said
        fetched = await message.channel.fetch_message(answer.id)
        assert fetched.content == "hello ada"

    async def sends_files_changes_them_and_reads_them_back(self) -> None:
        channel = self.get_channel(CHANNEL)
        assert isinstance(channel, discord.TextChannel)
        first = discord.File(io.BytesIO(b"first"), "a.txt", description="the first")
        second = discord.File(io.BytesIO(b"second"), "b.txt", spoiler=True)
        sent = await channel.send("with files", files=[first, second])
        names = [(file.filename, file.description) for file in sent.attachments]
        assert names == [("a.txt", "the first"), ("SPOILER_b.txt", None)], names
        assert [await file.read() for file in sent.attachments] == [b"first", b"second"]
        third = discord.File(io.BytesIO(b"third"), "c.txt")
        edited = await sent.edit(attachments=[sent.attachments[1], third])
        assert [file.filename for file in edited.attachments] == ["SPOILER_b.txt", "c.txt"]
        await sent.delete()

    async def pages_through_the_history(self) -> None:
        expected = ["hello bot", "hello ada"]
        for number in range(HISTORY):
            expected.append(f"history {number}")
            await self.says(f"history {number}")
        channel = self.get_channel(CHANNEL)
        assert isinstance(channel, discord.TextChannel)
        newest_first = [message.content async for message in channel.history(limit=None)]
        assert newest_first[::-1] == expected
        oldest_first = channel.history(limit=None, oldest_first=True)
        assert [message.content async for message in oldest_first] == expected

    async def resumes_with_what_it_missed_once_and_in_order(self) -> None:
        resumed = asyncio.create_task(self.wait_for("resumed"))
        disconnected = asyncio.create_task(self.wait_for("disconnect"))
        await asyncio.sleep(0)  # Lets both begin to wait.
        await self.direct.post(f"{CONTROL}/cut")
        await disconnected
        for number in (1, 2, 3):
            await self.says(f"missed {number}")
        await self.direct.post(f"{CONTROL}/mend")
        await resumed
        hearing = asyncio.create_task(self.hears("live"))
        await self.says("live")
        await hearing
        after = self.heard[self.heard.index(f"history {HISTORY - 1}") + 1:]
        assert after == ["missed 1", "missed 2", "missed 3", "live"], after

    async def shows_an_embed_and_changes_it(self) -> None:
        channel = self.get_channel(CHANNEL)
        assert isinstance(channel, discord.TextChannel)
        embed = discord.Embed(title="Build 7", url="https://example.org/builds/7", colour=0x2ECC71)
        embed.set_author(name="CI")
        embed.add_field(name="Passed", value="412")
        sent = await channel.send(embed=embed)
        fetched = (await channel.fetch_message(sent.id)).embeds[0]
        assert fetched == embed, fetched.to_dict()
        edited = await sent.edit(content="see above", embed=None)
        assert edited.content == "see above" and not edited.embeds

    async def shows_a_file_of_its_own_in_an_embed(self) -> None:
        channel = self.get_channel(CHANNEL)
        assert isinstance(channel, discord.TextChannel)
        embed = discord.Embed(title="Load").set_image(url="attachment://chart.png")
        sent = await channel.send(embed=embed, file=discord.File(io.BytesIO(DOT), "chart.png"))
        image, (file,) = sent.embeds[0].image, sent.attachments
        assert (image.url, image.width, image.height) == (file.url, 1, 1), sent.embeds[0].to_dict()
        assert len(await file.read()) == file.size

    async def opens_a_thread_talks_in_it_and_archives_it(self) -> None:
        channel = self.get_channel(CHANNEL)
        assert isinstance(channel, discord.TextChannel)
        about = await channel.send("the parts")
        thread = await about.create_thread(name="parts", auto_archive_duration=60)
        assert (thread.name, thread.parent_id, thread.owner_id) == ("parts", CHANNEL, self.user.id)
        said = await thread.send("first")
        assert said.id in [message.id async for message in thread.history()]
        assert thread.id in [active.id for active in await channel.guild.active_threads()]
        assert [member.id for member in await thread.fetch_members()] == [self.user.id]
        await thread.edit(archived=True)
        assert thread.id in [archived.id async for archived in channel.archived_threads()]

    async def writes_to_a_member_is_answered_and_is_refused_once_it_is_blocked(self) -> None:
        member = await self.fetch_user(MEMBER)
        sent = await member.send("just between us")
        assert isinstance(sent.channel, discord.DMChannel)
        hearing = asyncio.create_task(self.hears("of course"))
        await self.says("of course", sent.channel.id)
        answer = await hearing
        assert answer.author.id == MEMBER and answer.guild is None
        await answer.reply("good")
        page = [message.content async for message in sent.channel.history()]
        assert page == ["good", "of course", "just between us"], page
        await self.asks("PUT", f"/x/relationships/{BOT}", {"type": 2})
        try:
            await member.send("still there?")
            raise AssertionError("it was sent")
        except discord.Forbidden as refusal:
            assert refusal.code == CANNOT_MESSAGE_USER, refusal
        await self.asks("DELETE", f"/x/relationships/{BOT}", {})
        await member.send("again")


def main() -> int:
    session = Session()
    session.run(os.environ["BOT_TOKEN"])
    failed = 0 if session.is_through else 1
    print(f"discord.py: {session.passed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
