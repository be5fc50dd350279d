"""Two slixmpp clients and a picture: alice publishes it, sets another with her card, and both see what the other sees.

Arguments: the port, the file to trust, the password, "sets" if alice sets pictures, or "tries" if she is to be refused.
"""

import asyncio
import hashlib
import ssl
import sys

import slixmpp
from slixmpp.exceptions import IqError

port, authority, password, how = sys.argv[1:5]
PNG = bytes.fromhex("89504e470d0a1a0a") + b"squirrel"
GIF = b"GIF89a...a nut"


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid):
        super().__init__(jid, password)
        self.ready = asyncio.get_event_loop().create_future()
        self.published = asyncio.Queue()
        self.named = asyncio.Queue()
        self.ca_certs = authority
        for plugin in ("xep_0030", "xep_0115", "xep_0163", "xep_0054", "xep_0084", "xep_0153"):
            self.register_plugin(plugin)
        self.add_event_handler("session_start", self.start)
        self.add_event_handler("avatar_metadata_publish", self.hear)
        self.add_event_handler("vcard_avatar_update", self.see)

    def get_ssl_context(self):
        context = ssl.create_default_context(cafile=authority)
        self.ssl_context = context
        return context

    async def start(self, _):
        await self.get_roster()
        self.send_presence()
        self.ready.set_result(None)

    def hear(self, message):
        item = message["pubsub_event"]["items"]["item"]
        self.published.put_nowait((message["from"].bare, item["id"]))

    def see(self, presence):
        if presence["from"].bare != self.boundjid.bare:
            self.named.put_nowait(presence["vcard_temp_update"]["photo"])

    async def until(self, queue, wanted):
        while True:
            got = await asyncio.wait_for(queue.get(), 20)
            if got == wanted:
                return got


def digest(picture):
    return hashlib.sha1(picture).hexdigest()


async def photo(client, jid):
    card = await client["xep_0054"].get_vcard(slixmpp.JID(jid), cached=False)
    return card["vcard_temp"]["PHOTO"]["BINVAL"]


async def befriend(alice, bob):
    alice.auto_authorize = True
    asked = asyncio.get_event_loop().create_future()
    bob.add_event_handler("presence_subscribed", lambda _: asked.done() or asked.set_result(None))
    bob.send_presence_subscription(pto="alice@example.test")
    await asyncio.wait_for(asked, 20)


async def sets(alice, bob):
    await befriend(alice, bob)
    await alice["xep_0084"].publish_avatar(PNG)
    await alice["xep_0084"].publish_avatar_metadata({"id": digest(PNG), "type": "image/png", "bytes": len(PNG)})
    print("bob heard:", *await bob.until(bob.published, ("alice@example.test", digest(PNG))))
    data = await bob["xep_0084"].retrieve_avatar("alice@example.test", digest(PNG))
    print("bob fetched it:", data["pubsub"]["items"]["item"]["avatar_data"]["value"] == PNG)
    print("bob sees it in the card:", await photo(bob, "alice@example.test") == PNG)
    await alice["xep_0153"].set_avatar(avatar=GIF, mtype="image/gif")
    print("bob heard:", *await bob.until(bob.published, ("alice@example.test", digest(GIF))))
    print("bob saw in presence:", await bob.until(bob.named, digest(GIF)))
    print("bob sees it in the card:", await photo(bob, "alice@example.test") == GIF)


async def refused(attempt):
    try:
        await attempt
        print("taken")
    except IqError as error:
        print("refused:", error.condition, error.text)


async def tries(alice, bob):
    print("bob heard:", *await bob.until(bob.published, ("alice@example.test", digest(PNG))))
    await refused(alice["xep_0084"].publish_avatar(GIF))
    await refused(alice["xep_0153"].set_avatar(avatar=GIF, mtype="image/gif"))
    print("bob sees it in the card:", await photo(bob, "alice@example.test") == PNG)


async def main():
    alice, bob = Client("alice@example.test/desk"), Client("bob@example.test/phone")
    for client in (alice, bob):
        client.connect(("127.0.0.1", int(port)), force_starttls=True)
        await asyncio.wait_for(client.ready, 20)
    await (sets if how == "sets" else tries)(alice, bob)
    await alice.disconnect()
    await bob.disconnect()


loop = asyncio.get_event_loop()
loop.run_until_complete(asyncio.wait_for(main(), 60))
