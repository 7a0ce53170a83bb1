// Tells a user that an export is ready, with the file, by libs/notify-client, and waits for what becomes of it.
//
//   NATS_URL=nats://host:4222 [NATS_PASSWORD=…] PUBLISHER=exports OUTBOUND_MAIL=http://host:8082 TOKEN=… \
//     node docs/examples/notify.mjs USER_ID EXPORT_ID
//
// The same EXPORT_ID again is the same notification: nobody is told twice, and the second event shows what became of the first.
import { readFile } from 'node:fs/promises';
import { notificationOf, Notifier, StatusReader } from '@replyline/notify-client';

const [userId, exportId] = process.argv.slice(2);
const { NATS_URL: servers, NATS_PASSWORD: password, PUBLISHER: publisher, OUTBOUND_MAIL: baseUrl, TOKEN } = process.env;
if (!exportId || !servers || !publisher || !baseUrl || !TOKEN) {
  console.error(
    'usage: NATS_URL=… PUBLISHER=… OUTBOUND_MAIL=… TOKEN=… node docs/examples/notify.mjs USER_ID EXPORT_ID',
  );
  process.exit(2);
}
const notifier = await Notifier.connect({ servers, publisher, ...(password && { password }) });

// The file first: an event that names one that is not there is tried again, and fails when it never comes.
const content = await readFile(new URL(import.meta.url));
const file = await notifier.attach({ filename: 'export.txt', mediaType: 'text/plain' }, content);

// In a service this stands in the outbox of the transaction that is the reason for it, and is published from there.
const request = notificationOf(
  publisher,
  {
    kind: 'export-completed',
    recipients: [{ userId }],
    idempotencyKey: `export-${exportId}`,
    attachments: [file],
    variables: { exportName: 'Customers', url: `https://reports.example.com/exports/${exportId}` },
  },
  { expiresAt: new Date(Date.now() + 3_600_000) },
);
await notifier.publish(request);

const reader = new StatusReader({ baseUrl, token: () => TOKEN });
const NOTHING = `nothing is known of it: GET /v1/dead-letters?eventId=${request.id} of outbound-mail says why`;
const patience = AbortSignal.timeout(30_000);
try {
  for await (const { refusal, deliveries } of reader.follow(request, patience)) {
    if (refusal) console.log(`refused: ${refusal.code}. ${refusal.remediation}`);
    for (const { state, reason } of deliveries)
      console.log(state, reason ? `${reason.code}. ${reason.remediation}` : '');
  }
} catch (error) {
  if (!patience.aborted) throw error;
  console.error(NOTHING);
  process.exitCode = 1;
} finally {
  await notifier.close();
}
