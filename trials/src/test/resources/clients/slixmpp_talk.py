#!/usr/bin/python3
"""slixmpp_talk.py HOST PORT CAFILE JID TO BODY: logs in with slixmpp over verified TLS, says BODY to TO, prints what TO answers."""
import asyncio
import os
import sys

import slixmpp

host, port, authority, jid, to, body = sys.argv[1:7]
password = os.environ["PASSWORD"]


class Client(slixmpp.ClientXMPP):
    def __init__(self):
        super().__init__(jid, password)
        self.ca_certs = authority
        self.code = 1
        self.add_event_handler("session_start", self.start)
        self.add_event_handler("message", self.message)
        self.add_event_handler("failed_all_auth", self.refused)
        self.add_event_handler("ssl_invalid_cert", self.refused)

    async def start(self, _):
        self.send_presence()
        roster = await self.get_roster()
        print("roster:", len(roster["roster"]["items"]), flush=True)
        self.send_message(mto=to, mbody=body, mtype="chat")

    def message(self, message):
        if message["from"].bare == to and message["body"]:
            print("heard:", message["body"], flush=True)
            self.code = 0
            self.disconnect()

    def refused(self, event):
        print("refused:", event, flush=True)
        self.disconnect()


client = Client()
client.connect((host, int(port)))
try:
    client.loop.run_until_complete(asyncio.wait_for(client.disconnected, 30))
except asyncio.TimeoutError:
    print("nothing within 30 s", flush=True)
os._exit(client.code)
