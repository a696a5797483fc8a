"""Delivery reports as mail servers write them, about a mail with the Message-ID `{id}`."""

from __future__ import annotations

_POSTFIX = """\
Return-Path: <>
Date: Thu, 26 Nov 2026 10:00:00 +0000 (UTC)
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: network@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4A1.17/mail.example.org"

--4A1.17/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.org.

<ada@example.org>: host mx.example.org said: {code} {status} <ada@example.org>: User unknown

--4A1.17/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 4A1
Arrival-Date: Thu, 26 Nov 2026 09:59:58 +0000 (UTC)

Final-Recipient: rfc822; ada@example.org
Original-Recipient: rfc822;ada@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; {code} {status} <ada@example.org>: Recipient address
    rejected: User unknown

--4A1.17/mail.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: network@example.org
To: ada@example.org
Subject: We meet in Kisumu
Message-ID: {id}

--4A1.17/mail.example.org--
"""

EXCHANGE = """\
From: postmaster@contoso.example
To: network@example.org
MIME-Version: 1.0
X-MS-Exchange-Message-Is-Ndr:
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_000_ndr_"
Subject: =?utf-8?Q?Undeliverable=3A_We_meet?=

--_000_ndr_
Content-Type: multipart/alternative; boundary="_alt_"

--_alt_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PGI+cmVqZWN0ZWQ8L2I+
--_alt_--

--_000_ndr_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01.contoso.example

Final-recipient: RFC822;
\tada@contoso.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound

--_000_ndr_
Content-Type: message/rfc822

From: <network@example.org>
Subject: We meet
Message-ID:
 {id}
Content-Type: text/plain

Hello
--_000_ndr_--
"""


def postfix(
    message_id: str, status: str = "5.1.1", action: str = "failed", code: str = "550"
) -> bytes:
    filled = _POSTFIX.format(id=message_id, status=status, action=action, code=code)
    return filled.encode()


def exchange(message_id: str) -> bytes:
    return EXCHANGE.format(id=message_id).replace("\n", "\r\n").encode()
