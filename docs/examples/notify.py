#!/usr/bin/env python3
"""Asks for a notification over NATS with nothing but the standard library: the protocol is lines of text.

    NATS_URL=nats://user:password@host:4222 PUBLISHER=exports python3 notify.py RECIPIENT TITLE TEXT

With tls:// instead of nats:// nothing is said before TLS stands; SSL_CERT_FILE names an authority that Python does not know.

It shows what any client of NATS can do. Two things need more than lines of text, and `libs/notify-client` (TypeScript) has them:
- kinds with sensitive variables (`password`): they are sealed with the key of GET /v1/sealing-key, as docs/adr/0016 says, and
  refused in clear. In Python that takes a package with X25519 and AES-GCM.
- attachments: an object in the bucket `attachments-<publisher>`, by the protocol of the NATS object store, and its name, size
  and SHA-256 in the request (docs/adr/0015). The official NATS clients have object stores.

Prints the id of the event once the stream has it. Whether the publisher may ask for it is decided later, and what became of
it is known by that id: GET /v1/notifications?eventId=<id> of outbound-mail; if that stays empty, GET /v1/dead-letters.
"""
import json, os, socket, ssl, sys, uuid
from datetime import datetime, timezone
from urllib.parse import unquote, urlsplit

if len(sys.argv) != 4 or not {"NATS_URL", "PUBLISHER"} <= os.environ.keys():
    sys.exit(__doc__)
recipient, title, text = sys.argv[1:]
publisher = os.environ["PUBLISHER"]
try:
    url = urlsplit(os.environ["NATS_URL"])
    host, port = url.hostname, url.port or 4222
except ValueError:
    host = None
if not host or url.scheme not in ("nats", "tls"):
    sys.exit("NATS_URL is not one nats://user:password@host:4222 or tls://…, what is special in a password percent-encoded")
event = {
    "specversion": "1.0",
    "id": str(uuid.uuid4()),
    "source": f"/services/{publisher}",
    "type": "notification.requested.v1",
    "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    "data": {
        "kind": "job-status",
        "lane": "normal",
        "recipients": [{"address": recipient}],
        "variables": {"title": title, "text": text},
    },
}
subject = f"notification.requested.v1.{event['data']['lane']}.{publisher}"
NOBODY_TOOK = f"No stream took {subject}? outbound-mail reads notification.requested.v1.<lane>.<publisher>"
answers = f"_INBOX_{publisher}.{uuid.uuid4().hex}"

try:
    connection = socket.create_connection((host, port), timeout=5)
except OSError as error:
    sys.exit(f"{host}:{port} does not answer: {error}")
lines = connection.makefile("rb")


def say(*parts: bytes) -> None:
    connection.sendall(b"".join(parts))


def heard(*prefixes: bytes) -> bytes:
    while True:
        try:
            line = lines.readline()
        except TimeoutError:
            sys.exit(f"the broker did not answer within 5 s. {NOBODY_TOOK}")
        if not line or line.startswith(b"-ERR"):
            sys.exit(f"the broker says: {line.decode().strip() or 'nothing'}")
        if line.startswith(b"PING"):
            say(b"PONG\r\n")
        elif line.startswith(prefixes):
            return line


about = json.loads(heard(b"INFO").removeprefix(b"INFO "))
if url.scheme == "tls" or about.get("tls_required"):
    if not (about.get("tls_required") or about.get("tls_available")):
        sys.exit(f"{host}:{port} has no TLS: say nats:// if it may be without")
    try:
        connection = ssl.create_default_context().wrap_socket(connection, server_hostname=host)
    except OSError as error:
        sys.exit(f"{host}:{port} speaks no TLS that can be trusted: {error}")
    lines = connection.makefile("rb")
login = {"verbose": False, "headers": True, "no_responders": True, "lang": "python", "version": "1"}
if url.username:
    login |= {"user": unquote(url.username), "pass": unquote(url.password or "")}
body = json.dumps(event).encode()
# JetStream answers once the event is in the stream. No Nats-Msg-Id: one that another publisher has used would look like a repeat.
head = b"NATS/1.0\r\nContent-Type: application/cloudevents+json\r\n\r\n"
say(f"CONNECT {json.dumps(login)}\r\nSUB {answers} 1\r\n".encode())
say(f"HPUB {subject} {answers} {len(head)} {len(head) + len(body)}\r\n".encode(), head, body, b"\r\nPING\r\n")
kind, *_, size = heard(b"MSG", b"HMSG").split()
if kind == b"HMSG":  # 503, no responders: said within an account, never from one to another
    sys.exit(NOBODY_TOOK)
answer = json.loads(lines.read(int(size)))
if "error" in answer:
    sys.exit(f"the stream says: {answer['error']['description']}")
print(event["id"])
