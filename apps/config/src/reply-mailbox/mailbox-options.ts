import { TRACKING_MODE_LABELS, trackingMode } from '@replyline/contracts';
import { z } from 'zod';

const kind = z.enum(['imap', 'microsoft-graph', 'microsoft-exchange']);

/** What a form offers. */
export const mailboxOptions = z.object({
  trackingModes: z.array(z.object({ mode: trackingMode, label: z.string(), suits: z.string() })),
  providers: z.array(
    z.object({
      kind,
      serviceProvider: z.literal('Microsoft').nullable(),
      trackingModes: z.array(trackingMode),
      trackingModeEditable: z.boolean(),
      archives: z.boolean(),
    }),
  ),
});
type MailboxOptions = z.output<typeof mailboxOptions>;

const microsoft = {
  serviceProvider: 'Microsoft',
  trackingModes: ['message-id'],
  trackingModeEditable: false,
  archives: false,
} satisfies Omit<MailboxOptions['providers'][number], 'kind'>;

export const MAILBOX_OPTIONS: MailboxOptions = {
  trackingModes: [
    { mode: 'address', label: TRACKING_MODE_LABELS.address, suits: 'Google Gmail or Amazon SES' },
    { mode: 'message-id', label: TRACKING_MODE_LABELS['message-id'], suits: 'Microsoft Exchange or Office 365' },
  ],
  providers: [
    {
      kind: 'imap',
      serviceProvider: null,
      trackingModes: ['address', 'message-id'],
      trackingModeEditable: true,
      archives: true,
    },
    { kind: 'microsoft-graph', ...microsoft },
    { kind: 'microsoft-exchange', ...microsoft },
  ],
};
