// Tells a user that an export is ready, with the file, by libs/notify-client, and waits for what becomes of it.
//
//   NATS_URL=nats://host:4222 [NATS_PASSWORD=…] PUBLISHER=exports OUTBOUND_MAIL=http://host:8082 TOKEN=… \
//     node docs/examples/notify.mjs USER_ID
import { readFile } from 'node:fs/promises';
import { notificationOf, Notifier, StatusReader } from '@replyline/notify-client';

const { NATS_URL: servers, NATS_PASSWORD: password, PUBLISHER: publisher, OUTBOUND_MAIL: baseUrl, TOKEN } = process.env;
const notifier = await Notifier.connect({ servers, publisher, ...(password && { password }) });

// The file first: an event that names one that is not there is tried again, and fails when it never comes.
const content = await readFile(new URL(import.meta.url));
const file = await notifier.attach({ filename: 'export.txt', mediaType: 'text/plain' }, content);

// In a service this stands in the outbox of the transaction that is the reason for it, and is published from there.
const request = notificationOf(
  publisher,
  {
    kind: 'export-completed',
    recipients: [{ userId: process.argv[2] }],
    idempotencyKey: `export-${file.sha256}`,
    attachments: [file],
    variables: { exportName: 'Customers', url: 'https://reports.example.com/exports/17' },
  },
  { expiresAt: new Date(Date.now() + 3_600_000) },
);
await notifier.publish(request);

const reader = new StatusReader({ baseUrl, token: () => TOKEN });
for await (const { refusal, deliveries } of reader.follow(request, AbortSignal.timeout(30_000))) {
  if (refusal) console.log(`refused: ${refusal.code}. ${refusal.remediation}`);
  for (const { state, reason } of deliveries)
    console.log([state, reason?.code, reason?.remediation].filter(Boolean).join(': '));
}
await notifier.close();
