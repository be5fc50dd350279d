-- Prosody 0.12 of Debian with all that it keeps in a folder of its own. What stands in braces is filled in by the tests.
run_as_root = true
daemonize = false
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
certificates = "{folder}/certs"
log = { debug = "{folder}/prosody.log" }

interfaces = { "{client-address}" }
local_interfaces = { "{client-address}" }
s2s_interfaces = { "{server-address}" }
s2s_direct_tls_interfaces = { "{server-address}" }
c2s_ports = { {client-port} }
s2s_ports = { {starttls-port} }
s2s_direct_tls_ports = { {direct-tls-port} }

-- The DNS server of the tests and no other.
unbound = { resolvconf = false, hoststxt = false, forward = "127.0.0.1@{dns-port}", options = { ["do-not-query-localhost:"] = "no" } }

-- As strict as Prosody can be, but for the domains that are named.
c2s_require_encryption = true
s2s_require_encryption = true
s2s_secure_auth = true
s2s_insecure_domains = { "{unproved}" }
ssl = { cafile = "{authority}" }

modules_enabled = {
  "roster"; "saslauth"; "tls"; "disco"; "dialback"; "carbons"; "pep"; "ping"; "register"; "register_ibr"; "time"; "version"; "offline";
  "blocklist"; "smacks"; "s2s_bidi"; "limits"; "posix";
}
allow_registration = true
min_seconds_between_registrations = 0
registration_throttle_max = 100000
limits = { c2s = { rate = "100mb/s" }; s2sin = { rate = "100mb/s" } }
authentication = "internal_hashed"
storage = "internal"

VirtualHost "{domain}"
  ssl = { cafile = "{authority}", certificate = "{folder}/certs/good.crt", key = "{folder}/certs/good.key" }

-- Its certificate names somebody else.
VirtualHost "{old-domain}"
  ssl = { cafile = "{authority}", certificate = "{folder}/certs/bad.crt", key = "{folder}/certs/bad.key" }

Component "rooms.{domain}" "muc"
  restrict_room_creation = false
  muc_room_locking = false
  ssl = { cafile = "{authority}", certificate = "{folder}/certs/good.crt", key = "{folder}/certs/good.key" }
