"""The bots of this installation: begun, changed and ended as environment and tokens say.

One task a bot; those of a messenger share their connections. What the operator adds or takes away
is noticed by looking, in every process for itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from importlib import import_module

from bot.chat import Account
from bot.fleet.one import One
from bot.fleet.platform import Platform, Shared, account_of
from bot.platforms.commits import where
from bot.platforms.hooks import Hooks
from bot.platforms.patience import Patience, finished
from bot.platforms.whose import NotAsked, leave
from bot.reminders.delivery import Delivery
from bot.storage import outbox, serving, tokens
from bot.storage.engine import is_down
from bot.storage.tokens import KeptToken, TokenSealed

PLATFORMS = ("telegram", "zalo")
LOOK_S = 3.0
"""Between two looks at the tokens."""
AT_ONCE = 8
"""Bots that start together: each sets its webhook, and tells its messenger what it shows."""
LOOKS = Patience(stop=2.0)
"""A look that goes on when told to stop has so long."""
ENDS_S = 6.0
"""For bots to end: a second longer than they take."""

log = logging.getLogger(__name__)


class Fleet:
    """Serves the bots until cancelled; `close` it when nothing is sent any more."""

    def __init__(
        self, shared: Shared, *, hooks: Hooks | None, deliveries: Sequence[Delivery]
    ) -> None:
        """Prepare; without `hooks` nothing is heard, without `deliveries` nothing is sent.

        The first of them has the answers, the second one all else.
        """
        self._shared = shared
        self._hooks = hooks
        self._deliveries = deliveries
        named = shared.settings.messengers
        self._named = {account_of(one.platform, one.token): one.token for one in named}
        self._platforms: dict[str, Platform] = {}
        self._served: dict[Account, One] = {}
        self._opened: dict[Account, tuple[bytes, str]] = {}
        """What was sealed, and the token in it; an empty one cannot be opened."""
        self._notes: dict[Account, tuple[str, bool]] = {}
        """What ails which bots, and whether they cannot send either."""
        self._openable: set[Account] = set()
        """Bots whose tokens were opened since that was last noted."""
        self._starting = asyncio.Semaphore(AT_ONCE)
        self._looked = self._is_down = False

    async def run(self) -> None:
        """Keep in step with the tokens until cancelled; then end all bots within seconds."""
        if self._hooks is None and not self._deliveries:
            return
        async with asyncio.TaskGroup() as tasks:
            while True:
                # Cut in the middle, a look would leave a thread of SQLite's behind.
                await finished(tasks.create_task(self._look(tasks)), LOOKS)
                await asyncio.sleep(LOOK_S)

    async def close(self) -> None:
        """Close the connections."""
        for platform in self._platforms.values():
            await platform.close()

    async def _look(self, tasks: asyncio.TaskGroup) -> None:
        try:
            await self._keep_in_step(tasks)
        except Exception as error:  # the database is down: what is served goes on
            self._note_down(error)
        else:
            if self._is_down:
                log.info("the tokens can be read again")
            self._is_down = False

    async def _keep_in_step(self, tasks: asyncio.TaskGroup) -> None:
        async with self._shared.database.read() as db:
            kept = await tokens.all_of(db)
            are_noted = await serving.are_noted(db, self._named)
        wanted = {**self._tokens_in(kept), **self._named}
        ended = [one for one in self._served.values() if wanted.get(one.account) != one.token]
        if ended:
            await self._end(ended, tasks, wanted)
        if not (are_noted and self._looked):
            await self._note_named()
        for account, token in wanted.items():
            if token and account not in self._served:
                await self._begin(account, token, tasks)
        await self._try_again([one.account for one in ended if one.account in self._served])
        await self._write_notes()
        if self._hooks:
            self._hooks.loaded()
        self._looked = True

    def _tokens_in(self, kept: Sequence[KeptToken]) -> dict[Account, str]:
        """Return the tokens of the bots that can be served; a bot goes on with what it had."""
        found = {}
        for one in kept:
            if one.account[0] not in PLATFORMS or one.account in self._named:
                continue
            sealed, token = self._opened.get(one.account, (b"", ""))
            if sealed != one.sealed:
                token = self._open(one, token)
                self._opened[one.account] = one.sealed, token
            found[one.account] = token
        return found

    def _open(self, one: KeptToken, before: str) -> str:
        """Return its token; the one that it had `before` where that cannot be opened."""
        try:
            token = one.open(self._shared.settings.token_keys)
        except TokenSealed as error:
            log.error("the token of %s %s cannot be opened: %s", *one.account, error)
            self._note(one.account, str(error), not before)
            return before
        self._openable.add(one.account)
        return token

    async def _begin(self, account: Account, token: str, tasks: asyncio.TaskGroup) -> None:
        platform = await self._platform(account[0])
        one = One(account=account, token=token, voice=platform.voice(token), note=self._note)
        self._served[account] = one
        senders = one.voice.answers, one.voice.bulk
        for delivery, sender in zip(self._deliveries, senders, strict=False):
            delivery.serve(account, sender)
        if self._hooks:
            self._hooks.add(account, one.hook)
            one.hearing = tasks.create_task(one.hear(self._starting, self._until_all_know()))

    def _until_all_know(self) -> float:
        """Return for how many seconds another process may not know a bot that has just come."""
        alone = self._shared.database.is_sqlite or not self._shared.settings.public_url
        return 0 if alone or not self._looked else LOOK_S + 1

    async def _platform(self, name: str) -> Platform:
        """Return a messenger; loading it takes seconds, and the web page answers meanwhile."""
        if name not in self._platforms:
            loaded = await asyncio.to_thread(import_module, f"bot.fleet.{name}")
            self._platforms[name] = loaded.PLATFORM(self._shared)
        return self._platforms[name]

    async def _end(
        self, ended: Collection[One], tasks: asyncio.TaskGroup, wanted: Mapping[Account, str]
    ) -> None:
        """End bots; those that are not wanted any more leave their messenger."""
        for one in ended:
            del self._served[one.account]
            for delivery in self._deliveries:
                delivery.unserve(one.account)
            if self._hooks:
                self._hooks.remove(one.account)
            if one.hearing:
                one.hearing.cancel()
        hearing = [one.hearing for one in ended if one.hearing]
        if hearing:
            await asyncio.wait(hearing, timeout=ENDS_S)
        gone = [one for one in ended if one.account not in wanted]
        for one in gone:
            self._opened.pop(one.account, None)
            log.info("%s %s is not served any more", *one.account)
        async with self._shared.database.write() as db:
            # A bot notes how far it has heard, and so that it is served, until its very end.
            await serving.forget_ended(db, [one.account for one in gone])
        if self._hooks and self._shared.settings.public_url:
            for one in gone:
                tasks.create_task(self._leave(one))

    async def _try_again(self, renewed: Collection[Account]) -> None:
        """Let what the old token was refused for go with the new one; nobody waits her minute."""
        if renewed:
            async with self._shared.database.write() as db:
                await outbox.try_again(db, renewed, self._shared.clock())
            for delivery in self._deliveries:
                delivery.nudge()

    async def _leave(self, one: One) -> None:
        """Take the webhook of a bot away, unless it has been given back meanwhile."""
        try:
            async with self._shared.database.read() as db:
                if await tokens.kept(db, one.account):
                    return
            await leave(self._shared.settings.apis[one.account[0]], one.token)
        except NotAsked as error:
            log.info("the webhook of %s %s could not be taken away: %s", *one.account, error)
        except Exception as error:  # of the database: the next bot of that name is set anew
            log.debug("%s %s was not asked to leave: %s", *one.account, type(error).__name__)

    async def _note_named(self) -> None:
        """Note which bots the environment names; at the start, also that others went with it."""
        async with self._shared.database.write() as db:
            await serving.note_named(db, self._named, self._shared.clock())
            if not self._looked:
                await serving.forget_others(db, PLATFORMS, self._named)

    def _note(self, account: Account, why: str, mute: bool) -> None:
        self._notes[account] = why, mute

    async def _write_notes(self) -> None:
        notes, self._notes = self._notes, {}
        openable, self._openable = self._openable, set()
        if not (notes or openable):
            return
        try:
            async with self._shared.database.write() as db:
                await serving.note_openable(db, openable)
                for account, (why, mute) in sorted(notes.items()):
                    now = self._shared.clock()
                    await serving.note_trouble(db, account, why, now, mute=mute)
        except Exception:  # the database is down: it is noted with the next look
            self._notes = notes | self._notes
            self._openable |= openable
            raise

    def _note_down(self, error: Exception) -> None:
        if not self._is_down and is_down(error):
            log.warning("the tokens wait for the database (%s)", type(error).__name__)
        elif not self._is_down:
            log.error("the tokens cannot be looked at, it is tried again: %s", where(error))
        self._is_down = True
