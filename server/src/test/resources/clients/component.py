"""A slixmpp component echoes what a slixmpp client writes to it; the client finds it by service discovery.

Arguments: the port of clients, the port of components, the file to trust, the password of the client, the secret of the component.
"""

import asyncio
import ssl
import sys

import slixmpp

client_port, component_port, authority, password, secret = sys.argv[1:6]


class Echo(slixmpp.ComponentXMPP):
    def __init__(self):
        super().__init__("echo.example.test", secret, "127.0.0.1", int(component_port))
        self.ready = asyncio.get_event_loop().create_future()
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0199")
        self["xep_0030"].add_identity(category="automation", itype="translation", name="Echo")
        self.add_event_handler("session_start", self.start)
        self.add_event_handler("message", self.hear)
        self.add_event_handler("stream_error", self.refuse)

    def start(self, _):
        if not self.ready.done():
            self.ready.set_result(None)

    def refuse(self, error):
        if not self.ready.done():
            self.ready.set_exception(RuntimeError("refused " + error["condition"]))

    def hear(self, message):
        if message["type"] == "chat":
            message.reply(message["body"].upper()).send()


class Client(slixmpp.ClientXMPP):
    def __init__(self):
        super().__init__("alice@example.test/desk", password)
        self.ready = asyncio.get_event_loop().create_future()
        self.heard = asyncio.get_event_loop().create_future()
        self.ca_certs = authority
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0199")
        self.add_event_handler("session_start", self.start)
        self.add_event_handler("message", self.hear)

    def get_ssl_context(self):
        context = ssl.create_default_context(cafile=authority)
        self.ssl_context = context
        return context

    def start(self, _):
        self.send_presence()
        self.ready.set_result(None)

    def hear(self, message):
        if not self.heard.done():
            self.heard.set_result((str(message["from"]), message["body"]))


async def main():
    echo, alice = Echo(), Client()
    echo.connect()
    await asyncio.wait_for(echo.ready, 20)
    alice.connect(("127.0.0.1", int(client_port)), force_starttls=True)
    await asyncio.wait_for(alice.ready, 20)
    items = await alice["xep_0030"].get_items(jid="example.test")
    print("found:", sorted(str(item[0]) for item in items["disco_items"]["items"]))
    info = await alice["xep_0030"].get_info(jid="echo.example.test")
    print("is:", sorted(identity[0:2] for identity in info["disco_info"]["identities"]))
    alice.send_message(mto="squirrel@echo.example.test", mbody="a word up the tree \u2603", mtype="chat")
    print("alice heard:", *await asyncio.wait_for(alice.heard, 20))
    print("pinged:", await echo["xep_0199"].ping("example.test", ifrom="echo.example.test") >= 0)
    await alice.disconnect()
    await echo.disconnect()


loop = asyncio.get_event_loop()
loop.run_until_complete(asyncio.wait_for(main(), 60))
