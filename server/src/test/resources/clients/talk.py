"""Two slixmpp clients log in over verified TLS, one writes to the other, and the words are printed.

Arguments: the port, the file to trust, the mechanism, "starttls" or "direct", the password.
"""

import asyncio
import ssl
import sys

import slixmpp

port, authority, mechanism, transport, password = sys.argv[1:6]


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid):
        super().__init__(jid, password, sasl_mech=mechanism)
        self.ready = asyncio.get_event_loop().create_future()
        self.heard = asyncio.get_event_loop().create_future()
        self.ca_certs = authority
        self.register_plugin("xep_0198")
        self.add_event_handler("session_start", self.start)
        self.add_event_handler("message", self.hear)
        for event in ("failed_auth", "failed_all_auth", "connection_failed", "ssl_invalid_cert"):
            self.add_event_handler(event, self.fail(event))

    def get_ssl_context(self):
        context = ssl.create_default_context(cafile=authority)
        self.ssl_context = context
        return context

    def fail(self, event):
        def handler(reason):
            if not self.ready.done():
                self.ready.set_exception(RuntimeError(event + " " + str(reason)))

        return handler

    def start(self, _):
        self.send_presence()
        self.ready.set_result(None)

    def hear(self, message):
        if not self.heard.done():
            self.heard.set_result(message["body"])


async def main():
    alice, bob = Client("alice@example.test/desk"), Client("bob@example.test/phone")
    for client in (alice, bob):
        client.connect(
            ("127.0.0.1", int(port)),
            use_ssl=transport == "direct",
            force_starttls=transport == "starttls",
            disable_starttls=transport == "direct",
        )
        await asyncio.wait_for(client.ready, 20)
    alice.send_message(mto="bob@example.test/phone", mbody="A word up the tree \u2603", mtype="chat")
    print("bob heard:", await asyncio.wait_for(bob.heard, 20))
    print("managed:", alice["xep_0198"].enabled_in and bob["xep_0198"].enabled_out)
    await alice.disconnect()
    await bob.disconnect()


loop = asyncio.get_event_loop()
loop.run_until_complete(asyncio.wait_for(main(), 60))
