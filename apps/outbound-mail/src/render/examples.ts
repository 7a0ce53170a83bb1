import { NotificationRequestedV1, type NotificationKind, type NotificationRequest } from '@replyline/contracts';

type Asked = Parameters<typeof NotificationRequestedV1.make>[0];
type Example<K extends NotificationKind> = Extract<Asked, { kind: K }>['variables'];

const ID = '5b1c0f9e-52f3-4a0e-9d55-0d3f4d1b8a11';
const WHEN = '2026-03-02T14:30:00Z';

/** One mail of each kind as it is likely to be, for the previews and for what is tested of every kind. */
const VARIABLES: { readonly [K in NotificationKind]: Example<K> } = {
  mention: {
    actorName: 'Ada Example',
    conversationName: 'Migration plan',
    postText:
      '@bob can we move the orders on Friday?\n\nThe window is 20 minutes:\n    1. stop the writers\n    2. copy the last day',
  },
  assignment: { actorName: 'Ada Example', conversationName: 'Migration plan' },
  'reply-rejected': {
    reason: 'not_a_member',
    conversationName: 'Migration plan',
    replyText: 'Friday is fine.\nI will be there.',
  },
  'reply-held': { heldReplyId: ID, conversationName: 'Migration plan' },
  'system-health': { title: 'The disk of reports-2 is nearly full', text: '97 % of /var is used.\n3.1 GB are left.' },
  'job-status': {
    title: 'Nightly backup did not run',
    text: 'The job backup-nightly ended after 3 tries.\nExit code 12.',
  },
  event: {
    topic: 'orders.shipped',
    title: 'Order 4711 was shipped',
    text: 'Two parcels left Hamburg this morning.',
    url: 'https://orders.example/4711',
  },
  'export-completed': {
    exportName: 'orders-2026.csv',
    url: 'https://reports.example/exports/8f14e45fceea167a5a36dedd4bea2543/orders-2026.csv?signature=c4ca4238a0b923820dcc509a6f75849b',
    expiresAt: WHEN,
  },
  'scheduled-query': {
    queryName: 'Revenue by month',
    outcome: 'failed',
    ranAt: WHEN,
    detail: 'ERROR: column "amount" does not exist\nLINE 3:   sum(amount)',
    url: 'https://reports.example/queries/17',
  },
  password: { displayName: 'Bob Example', password: 'plum-Kettle-0917', expiresAt: WHEN },
  reminder: {
    title: 'Renew the certificate of the mail server',
    text: 'It takes a day until it is signed.',
    dueAt: WHEN,
    url: 'https://tasks.example/99',
  },
  'free-mail': { subject: 'Nightly report', text: 'All is well.\n\n12 flows ran.' },
};

/** Further ones of a kind that looks different by what it says. */
const VARIATIONS: readonly Asked[] = [
  asked('scheduled-query', { queryName: 'Revenue by month', outcome: 'succeeded', detail: '12 rows', ranAt: WHEN }),
  asked('password', { displayName: 'Bob Example', url: 'https://id.example/choose?code=f00ba4', expiresAt: WHEN }),
];

/** Requests as publishers make them, valid by the contract. */
export const EXAMPLES: readonly NotificationRequest[] = [
  ...(Object.keys(VARIABLES) as NotificationKind[]).map((kind) => asked(kind, VARIABLES[kind])),
  ...VARIATIONS,
].map((it) => ({ ...accepted(it), ...(it.kind === 'password' && { variables: it.variables }) }) as NotificationRequest);

/** What lets somebody in is sealed in the contract, and read in clear by what renders it. */
function accepted(it: Asked): NotificationRequest {
  const sealed = `k1.${'A'.repeat(66)}`;
  const request = it.kind === 'password' ? { ...it, variables: { displayName: 'Bob', password: sealed } } : it;
  return NotificationRequestedV1.make(request, { source: '/services/examples' }).data;
}

function asked<K extends NotificationKind>(kind: K, variables: Example<K>): Asked {
  return {
    recipients: [{ userId: ID }],
    ...(kind === 'mention' && { replyTo: { conversationId: ID, postId: ID } }),
    ...(kind === 'free-mail' && { actorId: ID }),
    kind,
    variables,
    // The kind and what goes with it come from one row; TypeScript cannot follow that through the function.
  } as Asked;
}
