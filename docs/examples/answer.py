#!/usr/bin/env python3
"""Answers the newest mail of a mailbox as a mail client does, with nothing but the standard library: for a machine without one.

    IMAP=host:port SMTP=host:port MAILBOX=alice@example.test PASSWORD=... python3 answer.py TEXT [FILE...]

Below the text stands the quoted mail, as most people leave it, and FILEs are attached. Nothing is encrypted, as with the mail servers
of `npm start`. FROM=other@example.test answers as somebody else, who is not believed where senders are proven.

Prints the Message-ID of the answer, by which GET /v1/inbound-mails of inbound-reply shows what became of it.
"""
import email, email.policy, email.utils, imaplib, mimetypes, os, pathlib, smtplib, sys

if len(sys.argv) < 2 or not {"IMAP", "SMTP", "MAILBOX", "PASSWORD"} <= os.environ.keys():
    sys.exit(__doc__)
text, *files = sys.argv[1:]
mailbox, password = os.environ["MAILBOX"], os.environ["PASSWORD"]


def server(name: str) -> tuple[str, int]:
    host, port = os.environ[name].rsplit(":", 1)
    return host, int(port)


with imaplib.IMAP4(*server("IMAP")) as imap:
    imap.login(mailbox, password)
    newest = imap.select("INBOX", readonly=True)[1][0].decode()
    if newest == "0":
        sys.exit(f"There is no mail in the inbox of {mailbox}")
    sent = email.message_from_bytes(imap.fetch(newest, "(BODY.PEEK[])")[1][0][1], policy=email.policy.default)

answer = email.message.EmailMessage()
answer["From"] = os.environ.get("FROM", mailbox)
answer["To"] = sent["Reply-To"] or sent["From"]
answer["Subject"] = f"Re: {sent['Subject']}"
answer["Date"] = email.utils.localtime()
answer["Message-ID"] = email.utils.make_msgid(domain=mailbox.split("@")[1])
answer["In-Reply-To"] = sent["Message-ID"]
answer["References"] = " ".join(filter(None, [sent["References"], sent["Message-ID"]]))
quoted = "\n".join(f"> {line}".rstrip() for line in sent.get_body(("plain",)).get_content().splitlines())
answer.set_content(f"{text}\n\nOn {sent['Date']}, {sent['From'].addresses[0].display_name} wrote:\n{quoted}\n")
for file in map(pathlib.Path, files):
    kind = (mimetypes.guess_type(file.name)[0] or "application/octet-stream").split("/")
    answer.add_attachment(file.read_bytes(), maintype=kind[0], subtype=kind[1], filename=file.name)

with smtplib.SMTP(*server("SMTP")) as smtp:
    smtp.login(mailbox, password)
    smtp.send_message(answer, from_addr=mailbox)
print(answer["Message-ID"].strip("<>"))
