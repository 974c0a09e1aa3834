"""Zalo, received: by a webhook, or by asking for messages where there is no public address."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from bot.clock import Clock
from bot.platforms.commits import Handle
from bot.platforms.hooks import HOOKS, content, turned_away
from bot.platforms.patience import Patience, finished, serve
from bot.platforms.zalo_client import ZaloClient
from bot.platforms.zalo_intake import Intake
from bot.platforms.zalo_polling import Polling
from bot.platforms.zalo_trouble import ZaloTrouble
from bot.platforms.zalo_updates import PLATFORM
from bot.platforms.zalo_webhook import Webhook
from bot.storage import bots
from bot.storage.engine import Database

SECRET_HEADER = "x-bot-api-secret-token"  # noqa: S105  # its name, no secret
NAMES = ("display_name", "name", "account_name")
"""Where getMe may tell what the bot is called, the most likely first."""
PATIENCE = Patience(beat=300)

log = logging.getLogger(__name__)


class ZaloBot:
    """One bot on Zalo, from what people do there to the conversation."""

    def __init__(
        self,
        *,
        client: ZaloClient,
        public_url: str,
        database: Database,
        clock: Clock,
        handle: Handle,
        started: Callable[[], None] = lambda: None,
        refused: Callable[[str], None] = lambda reason: None,
        unheard: Callable[[str], None] = lambda reason: None,
        patience: Patience = PATIENCE,
    ) -> None:
        """Prepare; nothing is asked before `run`, but what is delivered is taken.

        `public_url` is our public base address, empty to ask for messages. `started` is called
        once Zalo delivers; `refused` with the reason when the token is refused, `unheard` when
        the webhook is not reached or taken by another program, and with "" when that is over.
        """
        self.id = client.id
        self._client = client
        self._public_url = public_url
        self._database = database
        self._clock = clock
        self._started = started
        self._refused, self._unheard = refused, unheard
        self._patience = patience
        self._intake = Intake(client, handle, patience)
        self._stopped = False
        self._lost = 0
        """Deliveries that were put off since the database was last there."""

    async def run(self) -> None:
        """Serve until cancelled, then return within `Patience.stop` and a second."""
        await serve(self._run(), self._patience)

    async def hook(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take one message that Zalo delivers; returns the HTTP status: 200 once committed."""
        secret = self._client.secret if self._public_url else ""
        if status := turned_away(headers, SECRET_HEADER, secret):
            return status
        if self._stopped:
            return 503
        raw = content(body or b"{}")
        if not isinstance(raw, dict | list):
            return 400
        return await self._take(raw)

    async def _take(self, raw: object) -> int:
        """Commit what was delivered; nothing is in it when Zalo tries whether we are there."""
        try:
            for incoming in self._intake.read(raw):
                await self._intake.commit(incoming, within=self._patience.hold)
        except Exception:  # the database is down; Zalo may deliver it again, or never
            self._lost += 1
            if self._lost == 1:
                log.error("Zalo bot %s: the database is away for too long", self.id)
            return 500
        if self._lost:
            log.error(
                "Zalo bot %s: %d messages are lost, unless Zalo delivers them again",
                self.id,
                self._lost,
            )
            self._lost = 0
        return 200

    async def _run(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                introducing = tasks.create_task(self._introduce())
                try:
                    await (self._keep_open() if self._public_url else self._poll())
                finally:
                    introducing.cancel()
        finally:
            self._stopped = True
            self._intake.stop()

    async def _introduce(self) -> None:
        """Learn the bot's name and note it, however long that takes."""
        trouble = self._trouble("asking for its name", tells_refusal=False)
        while True:
            try:
                me = await self._client.call("getMe")
                names = [name for one in NAMES if isinstance(name := me.get(one), str) and name]
                self._intake.is_called(*names, author=str(me.get("id") or self.id))
                noting = self._note((*names, "")[0])
                # Cut in the middle, it would leave a thread of SQLite's behind.
                await finished(asyncio.get_running_loop().create_task(noting), self._patience)
            except Exception as error:  # Zalo or the database: the bot serves meanwhile
                await asyncio.sleep(trouble.pause_after(error))
            else:
                trouble.over()
                return

    async def _note(self, name: str) -> None:
        async with self._database.write() as db:
            await bots.register(db, (PLATFORM, self.id), self._clock())
            await bots.note_name(db, (PLATFORM, self.id), name)

    async def _poll(self) -> None:
        polling = Polling(
            self._client,
            self._intake,
            patience=self._patience,
            trouble=self._trouble("getting messages"),
            started=self._started,
        )
        await polling.run()

    async def _keep_open(self) -> None:
        """Let Zalo deliver to us, until cancelled."""
        webhook = Webhook(
            self._client,
            url=f"{self._public_url}{HOOKS}{PLATFORM}/{self.id}",
            patience=self._patience,
            trouble=self._trouble("keeping the webhook set"),
            started=self._started,
            unheard=self._unheard,
        )
        await webhook.run()

    def _trouble(self, what: str, *, tells_refusal: bool = True) -> ZaloTrouble:
        return ZaloTrouble(
            self.id, what, self._patience, tells_refusal=tells_refusal, refused=self._refused
        )
